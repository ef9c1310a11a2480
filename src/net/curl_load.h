/* libcurl, loaded when the first client is made: it brings some thirty libraries, and loading them
 * would multiply the start-up time of a program that makes no request.
 *
 *     net_curl_load_calls.easy_setopt(easy, CURLOPT_URL, url);     // curl_easy_setopt
 *
 * Types and constants come from its headers; its functions can only be called this way.
 */
#ifndef NET_CURL_LOAD_H
#define NET_CURL_LOAD_H

#include "base/err.h"

#include <curl/curl.h>

#define NET_CURL_LOAD_LIBRARY "libcurl.so.4" /* its binary interface since 2006 */

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

/* All members are NULL before net_curl_load_load. */
extern struct net_curl_load_calls net_curl_load_calls;

/* Loads libcurl, once for the process; from any thread. It stays loaded.
 *
 * Fails  SYSTEM when libcurl is not installed or lacks a function
 */
BASE_ERR_CHECKED
enum base_err net_curl_load_load(void);

#endif
