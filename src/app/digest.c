/* libcrypto's SHA-256: it uses the processor's own instructions. */
#include "app/digest.h"

#include <openssl/evp.h>

void app_digest_begin(struct app_digest *digest, struct base_span bytes)
{
    app_digest_end(digest);
    digest->bytes = bytes;
    digest->context = EVP_MD_CTX_new();
    if (digest->context == NULL || EVP_DigestInit_ex(digest->context, EVP_sha256(), NULL) != 1)
        app_digest_end(digest);
}

bool app_digest_step(struct app_digest *digest)
{
    static const char digits[] = "0123456789abcdef";
    if (digest->context == NULL) return digest->is_known;
    size_t left = digest->bytes.size - digest->done;
    size_t slice = left < APP_DIGEST_SLICE_BYTES ? left : APP_DIGEST_SLICE_BYTES;
    if (slice > 0) EVP_DigestUpdate(digest->context, digest->bytes.bytes + digest->done, slice);
    digest->done += slice;
    if (digest->done < digest->bytes.size) return false;
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    digest->is_known = EVP_DigestFinal_ex(digest->context, hash, &length) == 1;
    for (unsigned i = 0; i < length && 2 * i < APP_DIGEST_HEX; i++) {
        digest->hex[2 * i] = digits[hash[i] >> 4];
        digest->hex[2 * i + 1] = digits[hash[i] & 15];
    }
    EVP_MD_CTX_free(digest->context);
    digest->context = NULL;
    return digest->is_known;
}

void app_digest_end(struct app_digest *digest)
{
    if (digest->context != NULL) EVP_MD_CTX_free(digest->context);
    *digest = (struct app_digest){.is_known = false};
}
