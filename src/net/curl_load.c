/* Finds the functions of libcurl in its shared library. */
#include "net/curl_load.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <string.h>
#include <uv.h>

struct net_curl_load_calls net_curl_load_calls;

static uv_once_t once = UV_ONCE_INIT;
static enum base_err loaded = BASE_ERR_SYSTEM;

/* POSIX's dlsym gives the address of a function as that of an object. C has no cast for it, so the
 * bytes are copied. */
static bool find(void *library, const char *name, void *call)
{
    void *address = dlsym(library, name);
    memcpy(call, &address, sizeof address);
    return address != NULL;
}

static void load(void)
{
    void *library = dlopen(NET_CURL_LOAD_LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) return;
#define FIND(name) &&find(library, "curl_" #name, &net_curl_load_calls.name)
    bool has_all = true NET_CURL_LOAD_LIST(FIND);
#undef FIND
    if (has_all && net_curl_load_calls.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK)
        loaded = BASE_ERR_OK;
}

enum base_err net_curl_load_load(void)
{
    uv_once(&once, load);
    return loaded;
}
