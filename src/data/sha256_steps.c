/* A hash in slices: each call of data_sha256_steps_step adds the next one. */
#include "data/sha256_steps.h"

#include <assert.h>

void data_sha256_steps_begin(struct data_sha256_steps *digest, struct base_span bytes)
{
    assert(bytes.bytes != NULL || bytes.size == 0);
    *digest = (struct data_sha256_steps){.bytes = bytes, .is_begun = true};
    base_hash_pieces_begin(&digest->pieces);
}

bool data_sha256_steps_step(struct data_sha256_steps *digest)
{
    if (!digest->is_begun || digest->is_known) return digest->is_known;
    assert(digest->done <= digest->bytes.size);
    size_t left = digest->bytes.size - digest->done;
    size_t slice = left < DATA_SHA256_STEPS_SLICE_BYTES ? left : DATA_SHA256_STEPS_SLICE_BYTES;
    base_hash_pieces_add(&digest->pieces,
                         (struct base_span){digest->bytes.bytes + digest->done, slice});
    digest->done += slice;
    if (digest->done < digest->bytes.size) return false;
    base_hash_pieces_end(&digest->pieces, digest->hex);
    return digest->is_known = true;
}

void data_sha256_steps_end(struct data_sha256_steps *digest)
{
    *digest = (struct data_sha256_steps){.is_begun = false};
}
