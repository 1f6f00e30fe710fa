/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers that look drawn by chance and are the same for the same seed: what makes
 * article i the same in an archive of any size. Called by the files of corpus/synth;
 * calls nothing. */
#ifndef KB_SYNTH_RANDOM_H
#define KB_SYNTH_RANDOM_H

#include <math.h>
#include <stdint.h>

struct kb_random {
    uint64_t state;
};

/* Spread the bits of a number over all 64; different numbers stay different.
 * Source: the finaliser of splitmix64 (Steele, Lea & Flood, OOPSLA 2014). */
static inline uint64_t
kb_random_mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31);
}

/* The stream of one purpose in one article. */
static inline struct kb_random
kb_random_of(uint64_t seed, uint64_t article, uint64_t purpose)
{
    uint64_t x = kb_random_mix(seed + 0x9e3779b97f4a7c15U);
    x = kb_random_mix(x + article * 0x9e3779b97f4a7c15U);
    return (struct kb_random){kb_random_mix(x + purpose)};
}

/* 64 bits. */
static inline uint64_t
kb_random_next(struct kb_random *random)
{
    random->state += 0x9e3779b97f4a7c15U;
    return kb_random_mix(random->state);
}

/* 0 to n - 1; n below 2^32. */
static inline uint32_t
kb_random_below(struct kb_random *random, uint32_t n)
{
    return (uint32_t)(((kb_random_next(random) >> 32) * n) >> 32);
}

/* Above 0, up to 1. */
static inline double
kb_random_unit(struct kb_random *random)
{
    return (double)((kb_random_next(random) >> 11) + 1) * 0x1p-53;
}

/* True once in so many times. */
static inline int
kb_random_chance(struct kb_random *random, double share)
{
    return kb_random_unit(random) <= share;
}

/* A whole number from 1 to `max` whose logarithm is normal with mean mu and deviation
 * sigma. Source: Box & Muller, Ann. Math. Stat. 29(2), 1958. */
static inline uint32_t
kb_random_length(struct kb_random *random, double mu, double sigma, uint32_t max)
{
    double radius = sqrt(-2 * log(kb_random_unit(random)));
    double normal = radius * cos(6.283185307179586 * kb_random_unit(random));
    double x = exp(mu + sigma * normal) + 0.5;
    return x >= max ? max : x < 1 ? 1 : (uint32_t)x;
}

#endif
