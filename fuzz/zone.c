/* Any bytes as a TZif file are refused, or give a zone that works at every instant. */
#include "data/zone.h"

#include "fuzz.h"

#include <sys/mman.h>
#include <unistd.h>

#define SECOND_MAX INT64_C(1000000000000) /* 31,700 years */

static void ask(const struct data_zone *zone, int64_t posix_s)
{
    int64_t found[2];
    struct data_zone_offset offset = data_zone_at(zone, posix_s);
    FUZZ_REQUIRE(strlen(offset.abbreviation) <= DATA_ZONE_ABBREVIATION_MAX);
    int64_t local_s = posix_s + offset.offset_s;
    int count = data_zone_instants(zone, local_s, found);
    FUZZ_REQUIRE(count >= 0 && count <= 2);
    for (int i = 0; i < count; i++)
        FUZZ_REQUIRE(found[i] + data_zone_at(zone, found[i]).offset_s == local_s);
}

/* The database's folder is that of our own open files: a zone is named by its descriptor. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char name[16];
    struct data_zone zone;
    int file = memfd_create("zone", MFD_CLOEXEC);
    FUZZ_REQUIRE(file >= 0 && write(file, bytes, size) == (ssize_t)size);
    snprintf(name, sizeof name, "%d", file);
    enum base_err err = data_zone_open("/proc/self/fd", base_text_of(name), &zone);
    close(file);
    FUZZ_REQUIRE(err == BASE_ERR_OK || err == BASE_ERR_FORMAT);
    if (err != BASE_ERR_OK) return 0;
    for (int64_t s = -SECOND_MAX; s <= SECOND_MAX; s += SECOND_MAX / 16 + 12345) ask(&zone, s);
    for (int64_t s = -2000000000; s <= 4000000000; s += 86400 * 97 + 321) ask(&zone, s);
    data_zone_close(&zone);
    return 0;
}
