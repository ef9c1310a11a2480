/* What arrives on a connection is read, parsed and handed to the handler. Behind the door of
 * net/conn/conn.
 */
#ifndef NET_CONN_READ_H
#define NET_CONN_READ_H

#include "net/conn/state.h"

/* Reads from the client, unless that is being done. Gives 0 or libuv's error. */
int net_conn_read_read_on(struct net_conn *conn);

/* Everything has left: the next piece of the stream, the requests that waited, or the end. */
void net_conn_read_go_on(struct net_conn *conn);

/* Decides what the connection waits for, everything having left.
 *
 * Given  has_answered  whether its wait begins anew
 */
void net_conn_read_settle(struct net_conn *conn, bool has_answered);

/* The last reply of a connection, without the handler. */
void net_conn_read_refuse(struct net_conn *conn, unsigned status);

#endif
