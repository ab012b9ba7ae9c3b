#include "support/file_descriptor.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace hapmill {

FileDescriptor::~FileDescriptor() {
  int const error = errno;
  if (is_open()) ::close(number_);
  errno = error;
}

bool FileDescriptor::close() {
  // Linux has closed the file even if a signal interrupts this.
  return ::close(release()) == 0 || errno == EINTR;
}

ssize_t FileDescriptor::read(char* to, std::size_t count) const {
  return repeat_interrupted([&] { return ::read(number_, to, count); });
}

ssize_t FileDescriptor::read_at(char* to, std::size_t count, std::uint64_t offset) const {
  std::size_t done = 0;
  while (done < count) {
    ssize_t const got = repeat_interrupted([&] {
      return ::pread(number_, to + done, count - done, static_cast<off_t>(offset + done));
    });
    if (got < 0) return got;
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  return static_cast<ssize_t>(done);
}

ssize_t FileDescriptor::write(char const* data, std::size_t count) const {
  return repeat_interrupted([&] { return ::write(number_, data, count); });
}

bool FileDescriptor::write_all(char const* data, std::size_t count) const {
  while (count != 0) {
    check_interrupt();
    ssize_t const done = write(data, count);
    if (done < 0) return false;
    data += done;
    count -= static_cast<std::size_t>(done);
  }
  return true;
}

bool FileDescriptor::sync() const {
  return repeat_interrupted([&] { return ::fsync(number_); }) == 0 || errno == EINVAL;
}

FileDescriptor open_file(std::string const& path, int flags, mode_t mode) {
  return FileDescriptor{
      repeat_interrupted([&] { return ::open(path.c_str(), flags | O_CLOEXEC, mode); })};
}

FileDescriptor duplicate_file(int number) {
  return FileDescriptor{::fcntl(number, F_DUPFD_CLOEXEC, 0)};
}

bool is_disk_full(int error) { return error == ENOSPC || error == EDQUOT || error == EFBIG; }

}  // namespace hapmill
