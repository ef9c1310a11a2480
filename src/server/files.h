/* The page and its files, embedded or from a folder of the operator. */
#ifndef SERVER_FILES_H
#define SERVER_FILES_H

#include "server/route.h"

/* Answers with the page, with one of its files, or with 404: the route of all paths that no other
 * route has. */
server_route_handler server_files_answer;

#endif
