#include "app/digest.h"

void app_digest_begin(struct app_digest *digest, struct base_span bytes)
{
    *digest = (struct app_digest){.bytes = bytes, .is_begun = true};
    base_hash_pieces_begin(&digest->pieces);
}

bool app_digest_step(struct app_digest *digest)
{
    if (!digest->is_begun || digest->is_known) return digest->is_known;
    size_t left = digest->bytes.size - digest->done;
    size_t slice = left < APP_DIGEST_SLICE_BYTES ? left : APP_DIGEST_SLICE_BYTES;
    base_hash_pieces_add(&digest->pieces,
                         (struct base_span){digest->bytes.bytes + digest->done, slice});
    digest->done += slice;
    if (digest->done < digest->bytes.size) return false;
    base_hash_pieces_end(&digest->pieces, digest->hex);
    return digest->is_known = true;
}

void app_digest_end(struct app_digest *digest)
{
    *digest = (struct app_digest){.is_begun = false};
}
