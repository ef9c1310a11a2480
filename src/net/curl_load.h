/* libcurl, loaded when the first client is made: with the forty libraries it brings along it would
 * treble the start of a program that never asks anybody anything.
 *
 *     net_curl_load_calls.easy_setopt(easy, CURLOPT_URL, url);     // curl_easy_setopt
 *
 * Types and constants are those of its headers; the functions are only had this way.
 */
#ifndef NET_CURL_LOAD_H
#define NET_CURL_LOAD_H

#include "base/err.h"

#include <curl/curl.h>

#define NET_CURL_LOAD_LIBRARY "libcurl.so.4" /* the name of its interface since 2006 */

#define NET_CURL_LOAD_LIST(X)                                                                      \
    X(easy_cleanup)                                                                                \
    X(easy_getinfo)                                                                                \
    X(easy_init)                                                                                   \
    X(easy_reset)                                                                                  \
    X(easy_setopt)                                                                                 \
    X(easy_strerror)                                                                               \
    X(global_init)                                                                                 \
    X(multi_add_handle)                                                                            \
    X(multi_cleanup)                                                                               \
    X(multi_info_read)                                                                             \
    X(multi_init)                                                                                  \
    X(multi_remove_handle)                                                                         \
    X(multi_setopt)                                                                                \
    X(multi_socket_action)                                                                         \
    X(slist_append)                                                                                \
    X(slist_free_all)

#define NET_CURL_LOAD_MEMBER(name) __typeof__(curl_##name) *name;
struct net_curl_load_calls {
    NET_CURL_LOAD_LIST(NET_CURL_LOAD_MEMBER)
};
#undef NET_CURL_LOAD_MEMBER

/* All NULL before net_curl_load_load. */
extern struct net_curl_load_calls net_curl_load_calls;

/* Loads it, once for the process; any thread. It stays loaded.
 *
 * Fails  SYSTEM when it is not installed or lacks a function
 */
BASE_ERR_CHECKED
enum base_err net_curl_load_load(void);

#endif
