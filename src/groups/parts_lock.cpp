#include "groups/parts_lock.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "hapmill/support/errors.hpp"
#include "support/file_lock.hpp"
#include "support/interrupt.hpp"

namespace hapmill {

namespace {

std::string lock_path(std::string const& folder) { return folder + "/lock"; }

bool is_named(int fd, std::string const& path) {
  struct stat opened {};
  struct stat named {};
  return ::fstat(fd, &opened) == 0 && ::lstat(path.c_str(), &named) == 0 &&
         opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

/// Leaves errno as it is.
bool leads_nowhere(std::string const& folder) {
  int const error = errno;
  struct stat status {};
  bool const is_link = ::lstat(folder.c_str(), &status) == 0 && S_ISLNK(status.st_mode);
  bool const is_there = ::stat(folder.c_str(), &status) == 0;
  errno = error;
  return is_link && !is_there;
}

}  // namespace

PartsLock::PartsLock(std::string const& folder, std::string const& output) {
  std::string const path = lock_path(folder);
  while (true) {
    check_interrupt();
    if (::mkdir(folder.c_str(), 0777) != 0 && errno != EEXIST) {
      throw OutputError{"cannot make " + folder + ": " + std::strerror(errno)};
    }
    fd_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (fd_ < 0 && errno == ENOENT && leads_nowhere(folder)) {
      throw OutputError{"cannot make " + folder +
                        ": it is a symbolic link to nothing: remove it, or choose another -o"};
    }
    // Its owner has just removed the folder.
    if (fd_ < 0 && (errno == ENOENT || errno == EINTR)) continue;
    if (fd_ < 0) throw OutputError{"cannot write " + path + ": " + std::strerror(errno)};
    if (!lock_file(fd_)) {
      int const error = errno;
      ::close(std::exchange(fd_, -1));
      if (error == EINTR) continue;
      if (error != EWOULDBLOCK) {
        throw OutputError{"cannot lock " + path + ": " + std::strerror(error)};
      }
      throw UsageError{"another hapmill is writing " + output +
                       ": wait for it, or choose another -o"};
    }
    if (is_named(fd_, path)) return;
    ::close(std::exchange(fd_, -1));
  }
}

PartsLock::~PartsLock() {
  if (fd_ >= 0) ::close(fd_);
}

bool is_locked(std::string const& folder) {
  int const fd = ::open(lock_path(folder).c_str(), O_RDWR | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0) return false;
  bool const is_taken = !lock_file(fd) && errno == EWOULDBLOCK;
  ::close(fd);
  return is_taken;
}

}  // namespace hapmill
