/* Limits of requests and streams that the document of conventions prints, and that the server keeps. */
#ifndef ALMANAC_LIMITS_H
#define ALMANAC_LIMITS_H

#define ALMANAC_LIMITS_STREAMS_MAX      16384u /* event streams open at a time */
#define ALMANAC_LIMITS_HEARTBEAT_S      15u    /* the longest silence of a stream */
#define ALMANAC_LIMITS_TARGET_MAX_BYTES 8192u  /* of a request target */
#define ALMANAC_LIMITS_HEAD_MAX_BYTES   16384u /* request line and headers together */
#define ALMANAC_LIMITS_HEADERS_MAX      64u    /* header lines */
#define ALMANAC_LIMITS_BODY_MAX_BYTES   65536u /* of a request's content */

#endif
