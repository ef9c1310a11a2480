/* Random numbers of a printed seed: the same on every machine. */
#ifndef TEST_RANDOM_H
#define TEST_RANDOM_H

#include <stdint.h>
#include <stdio.h>

struct random_source {
    uint64_t state;
};

/* A source that tells which seed it has. */
static inline struct random_source random_seeded(uint64_t seed)
{
    printf("seed %llu\n", (unsigned long long)seed);
    return (struct random_source){seed};
}

/* 64 random bits. Source: Steele, Lea & Flood 2014, SplitMix64. */
static inline uint64_t random_bits(struct random_source *source)
{
    uint64_t z = source->state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

/* A number in [least, most). */
static inline double random_between(struct random_source *source, double least, double most)
{
    return least + (most - least) * (double)(random_bits(source) >> 11) * 0x1p-53;
}

/* A whole number in [0, count). */
static inline unsigned random_below(struct random_source *source, unsigned count)
{
    return (unsigned)(random_bits(source) % count);
}

#endif
