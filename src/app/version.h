/* The program's version, in one place. */
#ifndef APP_VERSION_H
#define APP_VERSION_H

#define APP_VERSION "0.1.0"

#endif
