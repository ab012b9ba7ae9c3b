#include "groups/parts_lock.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "bytes/open_folder.hpp"
#include "hapmill/support/errors.hpp"
#include "support/file_lock.hpp"
#include "support/interrupt.hpp"

namespace hapmill {

namespace {

std::string lock_path(std::string const& folder) { return folder + "/lock"; }

constexpr int lock_flags = O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;

bool is_named(int fd, std::string const& path) {
  struct stat opened {};
  struct stat named {};
  return ::fstat(fd, &opened) == 0 && ::lstat(path.c_str(), &named) == 0 &&
         opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

}  // namespace

PartsLock::PartsLock(std::string const& folder, std::string const& output) {
  std::string const path = lock_path(folder);
  while (true) {
    check_interrupt();
    if (::mkdir(folder.c_str(), 0777) != 0 && errno != EEXIST) {
      throw OutputError{"cannot make " + folder + ": " + std::strerror(errno)};
    }
    auto const open_folder = OpenFolder::open(folder);
    if (!open_folder) continue;  // its owner has just removed the folder
    fd_ = ::openat(open_folder->descriptor(), "lock", lock_flags | O_CREAT, 0666);
    // Likewise.
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
  try {
    auto const open_folder = OpenFolder::open(folder);
    int const fd = open_folder ? ::openat(open_folder->descriptor(), "lock", lock_flags) : -1;
    if (fd < 0) return false;
    bool const is_taken = !lock_file(fd) && errno == EWOULDBLOCK;
    ::close(fd);
    return is_taken;
  } catch (OutputError const&) {
    return false;
  }
}

}  // namespace hapmill
