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

#include "bytes/open_folder.hpp"
#include "hapmill/support/errors.hpp"
#include "support/file_lock.hpp"
#include "support/interrupt.hpp"

namespace hapmill {

namespace {

/// /dev/null of Linux.
dev_t const null_device = ::makedev(1, 3);

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

std::string temporary_name(std::string const& target, std::string const& folder) {
  std::filesystem::path const path{target};
  return ((folder.empty() ? path.parent_path() : std::filesystem::path{folder}) /
          ("." + path.filename().string() + ".hapmill-part"))
      .string();
}

OutputFile::OutputFile(OutputPath const& listed, Staged const& staged) : name_{listed.text()} {
  std::string const& path = listed.text();
  if (path == "-") name_ = "standard output";
  if (int const descriptor = named_descriptor(path); descriptor >= 0) {
    file_ = duplicate_file(descriptor);
    if (!file_.is_open()) fail("open", errno);
    return;
  }
  struct stat status {};
  bool const exists = ::stat(path.c_str(), &status) == 0;
  if (exists && S_ISDIR(status.st_mode)) fail("write", EISDIR);
  if (exists && !S_ISREG(status.st_mode)) {
    file_ = open_file(path, O_WRONLY);
    if (!file_.is_open()) fail("open", errno);
    goes_nowhere_ = S_ISCHR(status.st_mode) && status.st_rdev == null_device;
    return;
  }
  target_ = resolve_output(path);
  if (std::filesystem::path{target_}.filename().empty()) {
    throw UsageError{"\"" + path + "\" is no name of a file to write"};
  }
  temporary_ = temporary_name(target_, staged.folder);
  open_temporary();
  if (exists) ::fchmod(file_.number(), status.st_mode & 0777);
}

OutputFile::OutputFile(OutputPath const& path, Shared)
    : name_{path.text()}, target_{path.text()}, computes_crc32_{true} {
  std::random_device random;
  do {
    temporary_ = fmt::format("{}.{}-{:08x}{:08x}.tmp", target_, ::getpid(), random(), random());
    file_ = open_file(temporary_, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW);
  } while (!file_.is_open() && errno == EEXIST);
  if (!file_.is_open()) fail("write", errno);
}

/// Opens and locks the temporary file, a new one or one that a killed run has left.
void OutputFile::open_temporary() {
  file_ = open_locked(temporary_);
  if (!file_.is_open() && errno == EWOULDBLOCK) {
    throw UsageError{"another hapmill is writing " + name_ + ": wait for it, or choose another -o"};
  }
  bool const is_in_the_way = !file_.is_open() && (errno == ENXIO || errno == ELOOP);
  if (!file_.is_open() && !is_in_the_way) fail("write", errno);
  struct stat status {};
  bool const is_ours = !is_in_the_way && ::fstat(file_.number(), &status) == 0 &&
                       S_ISREG(status.st_mode) && status.st_nlink == 1 &&
                       status.st_uid == ::geteuid();
  if (!is_ours || ::ftruncate(file_.number(), 0) != 0) {
    throw OutputError{"cannot write " + name_ + ": " + temporary_ + " is in the way"};
  }
}

OutputFile::~OutputFile() {
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void OutputFile::write(char const* data, std::size_t count) {
  while (count != 0 && !is_cut_off_) {
    check_interrupt();
    ssize_t const done = file_.write(data, count);
    if (done < 0 && errno == EAGAIN) {    // somebody has made the stream non-blocking
      constexpr int look_up_every = 100;  // milliseconds: a signal may go to another thread
      struct pollfd ready {
        file_.number(), POLLOUT, 0
      };
      ::poll(&ready, 1, look_up_every);
      continue;
    }
    if (done < 0 && errno == EPIPE) {
      is_cut_off_ = true;
      return;
    }
    if (done < 0) fail("write", errno);
    if (computes_crc32_) crc32_ = ::libdeflate_crc32(crc32_, data, static_cast<std::size_t>(done));
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
  if (::ftruncate(file_.number(), 0) != 0 || ::lseek(file_.number(), 0, SEEK_SET) != 0) {
    fail("write", errno);
  }
}

void OutputFile::publish(Durability durability) {
  if (temporary_.empty()) {
    // What is buffered elsewhere may fail only now.
    if (!file_.close()) fail("write", errno);
    return;
  }
  if (durability == Durability::synced && !file_.sync()) fail("write", errno);
  if (::rename(temporary_.c_str(), target_.c_str()) != 0) fail("name", errno);
  temporary_.clear();
}

void OutputFile::publish_instead(std::string const& finished) {
  assert(is_regular() && bytes_ == 0);
  auto const file = open_own_file(finished);
  struct stat status {};
  bool const is_synced = file.is_open() && ::fstat(file_.number(), &status) == 0 &&
                         ::fchmod(file.number(), status.st_mode & 0777) == 0 && file.sync();
  if (!is_synced) fail("write", errno);
  if (::rename(finished.c_str(), target_.c_str()) != 0) fail("name", errno);
}

void OutputFile::fail(std::string const& doing, int error) const {
  std::string advice;
  if (error == ENOENT) advice = ": make the folder first";
  if (error == EISDIR) advice = ": name a file in it";
  if (error == EACCES || error == EPERM || error == EROFS)
    advice = ": write into a folder of yours";
  if (is_disk_full(error)) advice = ": make room, or write elsewhere with -o";
  throw OutputError{"cannot " + doing + " " + name_ + ": " + std::strerror(error) + advice};
}

}  // namespace hapmill
