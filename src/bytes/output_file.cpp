#include "bytes/output_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <libdeflate.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cassert>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <random>
#include <utility>

#include "hapmill/support/errors.hpp"
#include "support/file_lock.hpp"
#include "support/interrupt.hpp"

namespace hapmill {

namespace {

/// /dev/null of Linux.
dev_t const null_device = ::makedev(1, 3);

bool is_same(struct stat const& a, struct stat const& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/// Opens a file that is no regular one; a FIFO that nobody reads yet makes it wait.
int open_to_write(std::string const& path) {
  while (true) {
    int const fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (fd >= 0 || errno != EINTR) return fd;
    check_interrupt();
  }
}

std::string temporary_name(std::string const& target, std::string const& folder) {
  std::filesystem::path const path{target};
  return ((folder.empty() ? path.parent_path() : std::filesystem::path{folder}) /
          ("." + path.filename().string() + ".hapmill-part"))
      .string();
}

}  // namespace

int named_descriptor(std::string_view path) {
  if (path == "-" || path == "/dev/stdout") return STDOUT_FILENO;
  if (path == "/dev/stdin") return STDIN_FILENO;
  if (path == "/dev/stderr") return STDERR_FILENO;
  for (std::string_view const folder : {"/dev/fd/", "/proc/self/fd/"}) {
    if (!path.starts_with(folder)) continue;
    auto const digits = path.substr(folder.size());
    int number = -1;
    auto const end = std::from_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    return end == digits.data() + digits.size() ? number : -1;
  }
  return -1;
}

std::string resolve_output(std::string const& named) {
  constexpr int most_links = 40;  // as many as Linux follows
  std::filesystem::path path{named};
  for (int link = 0; link < most_links; ++link) {
    std::error_code none;
    if (!std::filesystem::is_symlink(path, none)) break;
    auto const target = std::filesystem::read_symlink(path, none);
    if (none) break;
    path = path.parent_path() / target;
  }
  return path.string();
}

OutputFile::OutputFile(std::string const& path, Staged const& staged) : name_{path} {
  if (path == "-") name_ = "standard output";
  if (int const descriptor = named_descriptor(path); descriptor >= 0) {
    fd_ = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
    if (fd_ < 0) fail("open", errno);
    return;
  }
  struct stat status {};
  bool const exists = ::stat(path.c_str(), &status) == 0;
  if (exists && S_ISDIR(status.st_mode)) fail("write", EISDIR);
  if (exists && !S_ISREG(status.st_mode)) {
    fd_ = open_to_write(path);
    if (fd_ < 0) fail("open", errno);
    goes_nowhere_ = S_ISCHR(status.st_mode) && status.st_rdev == null_device;
    return;
  }
  target_ = resolve_output(path);
  if (std::filesystem::path{target_}.filename().empty()) {
    throw UsageError{"\"" + path + "\" is no name of a file to write"};
  }
  temporary_ = temporary_name(target_, staged.folder);
  open_temporary();
  if (exists) ::fchmod(fd_, status.st_mode & 0777);
}

OutputFile::OutputFile(std::string const& path, Shared)
    : name_{path}, target_{path}, reckons_crc32_{true} {
  std::random_device random;
  do {
    temporary_ = fmt::format("{}.{}-{:08x}{:08x}.tmp", path, ::getpid(), random(), random());
    fd_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
  } while (fd_ < 0 && errno == EEXIST);
  if (fd_ >= 0) return;
  temporary_.clear();
  fail("write", errno);
}

/// Opens and locks the temporary file, a new one or one that a killed run has left.
void OutputFile::open_temporary() {
  while (true) {
    fd_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0666);
    int error = errno;
    if (fd_ < 0) {
      temporary_.clear();
      fail("write", error);
    }
    bool const is_locked = lock_file(fd_);
    error = errno;
    struct stat opened {};
    struct stat named {};
    bool const is_named = ::fstat(fd_, &opened) == 0 && ::lstat(temporary_.c_str(), &named) == 0 &&
                          is_same(opened, named);
    bool const is_ours =
        S_ISREG(opened.st_mode) && opened.st_nlink == 1 && opened.st_uid == ::geteuid();
    if (is_locked && is_named && is_ours && ::ftruncate(fd_, 0) == 0) return;
    ::close(std::exchange(fd_, -1));
    // Another run has published or removed it between our open and our lock: try again.
    if (is_locked && !is_named) continue;
    std::string const path = std::exchange(temporary_, {});
    if (!is_locked && error == EWOULDBLOCK) {
      throw UsageError{"another hapmill is writing " + name_ +
                       ": wait for it, or choose another -o"};
    }
    throw OutputError{"cannot write " + name_ + ": " + path + " is in the way"};
  }
}

OutputFile::~OutputFile() {
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
  if (fd_ >= 0) ::close(fd_);
}

void OutputFile::write(char const* data, std::size_t count) {
  while (count != 0 && !is_cut_off_) {
    check_interrupt();
    ssize_t const done = ::write(fd_, data, count);
    if (done < 0 && errno == EINTR) continue;
    if (done < 0 && errno == EAGAIN) {  // somebody has made the stream non-blocking
      struct pollfd ready {
        fd_, POLLOUT, 0
      };
      ::poll(&ready, 1, -1);
      continue;
    }
    if (done < 0 && errno == EPIPE) {
      is_cut_off_ = true;
      return;
    }
    if (done < 0) fail("write", errno);
    if (reckons_crc32_) crc32_ = ::libdeflate_crc32(crc32_, data, static_cast<std::size_t>(done));
    data += done;
    count -= static_cast<std::size_t>(done);
    bytes_ += static_cast<std::uint64_t>(done);
  }
}

std::string OutputFile::folder() const {
  std::string const path = std::filesystem::path{target_}.parent_path().string();
  return path.empty() ? "." : path;
}

void OutputFile::restart() {
  bytes_ = 0;
  crc32_ = 0;
  if (goes_nowhere_) return;
  if (::ftruncate(fd_, 0) != 0 || ::lseek(fd_, 0, SEEK_SET) != 0) fail("write", errno);
}

void OutputFile::publish(Durability durability) {
  if (temporary_.empty()) {
    // What is buffered elsewhere may fail only now.
    if (::close(std::exchange(fd_, -1)) != 0 && errno != EINTR) fail("write", errno);
    return;
  }
  while (durability == Durability::synced && ::fsync(fd_) != 0 && errno != EINVAL) {
    if (errno != EINTR) fail("write", errno);
    check_interrupt();
  }
  if (::rename(temporary_.c_str(), target_.c_str()) != 0) fail("name", errno);
  temporary_.clear();
}

void OutputFile::publish_instead(std::string const& finished) {
  assert(is_regular() && bytes_ == 0);
  int const fd = ::open(finished.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat status {};
  bool is_synced =
      fd >= 0 && ::fstat(fd_, &status) == 0 && ::fchmod(fd, status.st_mode & 0777) == 0;
  while (is_synced && ::fsync(fd) != 0) is_synced = errno == EINTR;
  int const error = errno;
  if (fd >= 0) ::close(fd);
  if (!is_synced) fail("write", error);
  if (::rename(finished.c_str(), target_.c_str()) != 0) fail("name", errno);
}

void OutputFile::fail(std::string const& doing, int error) const {
  std::string advice;
  if (error == ENOENT) advice = ": make the folder first";
  if (error == EISDIR) advice = ": name a file in it";
  if (error == EACCES || error == EPERM || error == EROFS)
    advice = ": write into a folder of yours";
  if (error == ENOSPC || error == EDQUOT || error == EFBIG) {
    advice = ": make room, or write elsewhere with -o";
  }
  throw OutputError{"cannot " + doing + " " + name_ + ": " + std::strerror(error) + advice};
}

}  // namespace hapmill
