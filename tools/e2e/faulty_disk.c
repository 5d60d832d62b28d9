/* A disk that is slow, takes no writes, or fails, for the files of one database: loaded before the C library, it stands between a program and
 * its writes. The file that FAULTY_DISK names says what the disk does at present: slow, readonly, failing; nothing where all is well. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/types.h>
#include <unistd.h>

static int is_database(int fd)
{
    char link[64], path[512];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0)
        return 0;
    path[length] = 0;
    return strstr(path, "strowger.db") != NULL;
}

/* Reads what the disk does at present; empty where all is well. */
static void read_fault(char *fault, size_t size)
{
    const char *file = getenv("FAULTY_DISK");
    int said = file ? open(file, O_RDONLY) : -1;
    memset(fault, 0, size);
    if (said >= 0) {
        if (read(said, fault, size - 1) < 0)
            *fault = 0;
        close(said);
    }
}

/* Returns 0 where the write may go on, after the wait where there is one; else -1 with errno. */
static int hindered(int fd)
{
    char fault[16];
    if (!is_database(fd))
        return 0;
    read_fault(fault, sizeof fault);
    if (!*fault)
        return 0;
    if (!strncmp(fault, "slow", 4)) {
        sleep(2);
        return 0;
    }
    errno = !strncmp(fault, "readonly", 8) ? EROFS : EIO;
    return -1;
}

ssize_t write(int fd, const void *bytes, size_t count)
{
    static ssize_t (*real)(int, const void *, size_t);
    if (!real)
        real = dlsym(RTLD_NEXT, "write");
    return hindered(fd) ? -1 : real(fd, bytes, count);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at)
{
    static ssize_t (*real)(int, const void *, size_t, off_t);
    if (!real)
        real = dlsym(RTLD_NEXT, "pwrite");
    return hindered(fd) ? -1 : real(fd, bytes, count, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at)
{
    static ssize_t (*real)(int, const void *, size_t, off64_t);
    if (!real)
        real = dlsym(RTLD_NEXT, "pwrite64");
    return hindered(fd) ? -1 : real(fd, bytes, count, at);
}

int statvfs64(const char *path, struct statvfs64 *found)
{
    static int (*real)(const char *, struct statvfs64 *);
    char fault[16];
    if (!real)
        real = dlsym(RTLD_NEXT, "statvfs64");
    int said = real(path, found);
    read_fault(fault, sizeof fault);
    if (!said && !strncmp(fault, "readonly", 8))
        found->f_flag |= ST_RDONLY;
    return said;
}

int statvfs(const char *path, struct statvfs *found)
{
    return statvfs64(path, (struct statvfs64 *)found);
}
