#include "support/file_lock.hpp"

#include <sys/file.h>

#include <cerrno>

namespace hapmill {

bool lock_file(int fd) {
  if (::flock(fd, LOCK_EX | LOCK_NB) == 0) return true;
  return errno == ENOSYS || errno == EOPNOTSUPP || errno == ENOLCK;
}

}  // namespace hapmill
