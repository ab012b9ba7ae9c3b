#include "bytes/input_file.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "bytes/open_folder.hpp"
#include "hapmill/support/errors.hpp"
#include "support/interrupt.hpp"

namespace hapmill {

namespace {

/// Opens a file; a FIFO that nobody writes yet may make it wait.
FileDescriptor open_to_read(InputPath const& path) {
  if (path.text() == "-") return duplicate_file(STDIN_FILENO);
  return path.is_own() ? open_own_file(path.text()) : open_file(path.text(), O_RDONLY);
}

/// Waits a moment for bytes of a stream, or its end.
bool is_ready(int fd) {
  constexpr int look_up_every = 100;  // milliseconds: a signal may have gone to another thread
  struct pollfd ready {
    fd, POLLIN, 0
  };
  return ::poll(&ready, 1, look_up_every) > 0;
}

}  // namespace

InputFile::InputFile(InputPath const& path)
    : name_{path.text() == "-" ? "standard input" : path.text()}, file_{open_to_read(path)} {
  struct stat status {};
  if (!file_.is_open() || ::fstat(file_.number(), &status) != 0) {
    throw InputError{"cannot open " + name_ + ": " + std::strerror(errno)};
  }
  if (S_ISDIR(status.st_mode)) throw InputError{name_ + " is a folder: name a file in it"};
  // A redirected file is read at any offset too, unless somebody has begun to read it.
  is_regular_ = S_ISREG(status.st_mode) && ::lseek(file_.number(), 0, SEEK_CUR) == 0;
  if (!is_regular_) return;
  size_ = static_cast<std::uint64_t>(status.st_size);
  modified_ = status.st_mtim;
  ::posix_fadvise(file_.number(), 0, 0, POSIX_FADV_SEQUENTIAL);
}

std::string describe_change(std::string const& file_name) {
  return file_name + " changed while it was read: run again once it is complete";
}

std::size_t InputFile::read_at(char* to, std::size_t count, std::uint64_t offset) const {
  ssize_t const got = file_.read_at(to, count, offset);
  if (got < 0) throw InputError{"cannot read " + name_ + ": " + std::strerror(errno)};
  return static_cast<std::size_t>(got);
}

std::size_t InputFile::read_next(char* to, std::size_t count, std::atomic<bool> const* stop) {
  while (stop == nullptr || !*stop) {
    check_interrupt();
    if (!is_regular_ && !is_ready(file_.number())) continue;
    ssize_t const got = file_.read(to, count);
    if (got >= 0) return static_cast<std::size_t>(got);
    // Somebody may have made the stream non-blocking.
    if (errno != EAGAIN) {
      throw InputError{"cannot read " + name_ + ": " + std::strerror(errno)};
    }
  }
  return 0;
}

FileIdentity InputFile::identity() const {
  return {name_, size_, modified_.tv_sec, modified_.tv_nsec};
}

void InputFile::check_unchanged() const {
  struct stat status {};
  if (!is_regular_ || ::fstat(file_.number(), &status) != 0) return;
  bool const same = static_cast<std::uint64_t>(status.st_size) == size_ &&
                    status.st_mtim.tv_sec == modified_.tv_sec &&
                    status.st_mtim.tv_nsec == modified_.tv_nsec;
  if (!same) throw ChangedInput{describe_change(name_)};
}

}  // namespace hapmill
