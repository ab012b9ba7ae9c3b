#include "support/file_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>

namespace hapmill {

namespace {

/// Without O_NONBLOCK, a FIFO of that name would make open() wait.
constexpr int flags = O_WRONLY | O_NOFOLLOW | O_NONBLOCK;

bool is_named(FileDescriptor const& file, std::string const& path) {
  struct stat opened {};
  struct stat named {};
  return ::fstat(file.number(), &opened) == 0 && ::lstat(path.c_str(), &named) == 0 &&
         opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

}  // namespace

bool lock_file(int number) {
  if (repeat_interrupted([&] { return ::flock(number, LOCK_EX | LOCK_NB); }) == 0) return true;
  return errno == ENOSYS || errno == EOPNOTSUPP || errno == ENOLCK;
}

FileDescriptor open_locked(std::string const& path) {
  while (true) {
    auto file = open_file(path, flags | O_CREAT);
    if (!file.is_open() || !lock_file(file.number())) return {};
    if (is_named(file, path)) return file;
    check_interrupt();
  }
}

bool is_locked_file(std::string const& path) {
  auto const file = open_file(path, flags);
  return file.is_open() && !lock_file(file.number()) && errno == EWOULDBLOCK;
}

}  // namespace hapmill
