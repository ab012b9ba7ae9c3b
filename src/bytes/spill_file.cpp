#include "bytes/spill_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "hapmill/support/errors.hpp"
#include "support/interrupt.hpp"

namespace hapmill {

namespace {

constexpr std::size_t buffer_bytes = std::size_t{256} << 10;

/// A file without a name, or -1.
int open_nameless(std::string const& folder) {
  int const fd = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600);
  if (fd >= 0) return fd;
  // Not every file system has that.
  std::string path = folder + "/.hapmill-sort-XXXXXX";
  int const named = ::mkostemp(path.data(), O_CLOEXEC);
  if (named >= 0) ::unlink(path.c_str());
  return named;
}

}  // namespace

std::string spill_folder(OutputFile const& output) {
  if (output.is_regular()) return output.folder();
  char const* const temporary = std::getenv("TMPDIR");
  return temporary != nullptr && *temporary != '\0' ? temporary : "/tmp";
}

SpillFile::~SpillFile() {
  if (fd_ >= 0) ::close(fd_);
}

void SpillFile::append(char const* data, std::size_t size) {
  if (buffer_.size() + size > buffer_bytes) flush();
  if (size >= buffer_bytes) {
    write(data, size);
  } else {
    buffer_.reserve_more(buffer_bytes - buffer_.size());
    buffer_.append(data, size);
  }
}

void SpillFile::flush() {
  write(buffer_.data(), buffer_.size());
  buffer_.clear();
}

void SpillFile::read(std::uint64_t offset, char* data, std::size_t size) const {
  while (size != 0) {
    check_interrupt();
    ssize_t const done = ::pread(fd_, data, size, static_cast<off_t>(offset));
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) fail("read", done < 0 ? errno : EIO);
    data += done;
    offset += static_cast<std::uint64_t>(done);
    size -= static_cast<std::size_t>(done);
  }
}

void SpillFile::clear() {
  buffer_.clear();
  written_ = 0;
  if (fd_ >= 0 && ::ftruncate(fd_, 0) != 0) fail("empty", errno);
}

void SpillFile::open() {
  fd_ = open_nameless(folder_);
  if (fd_ < 0) fail("make", errno);
}

void SpillFile::write(char const* data, std::size_t size) {
  if (size != 0 && fd_ < 0) open();
  while (size != 0) {
    check_interrupt();
    ssize_t const done = ::pwrite(fd_, data, size, static_cast<off_t>(written_));
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) fail("write", errno);
    data += done;
    written_ += static_cast<std::uint64_t>(done);
    size -= static_cast<std::size_t>(done);
  }
}

void SpillFile::fail(char const* doing, int error) const {
  bool const is_full = error == ENOSPC || error == EDQUOT || error == EFBIG;
  throw OutputError{std::string{"cannot "} + doing + " a temporary file of --sort in " + folder_ +
                    ": " + std::strerror(error) +
                    (is_full ? ": make room there, or choose" : ": choose") +
                    " another folder, with -o, or for a pipe with TMPDIR"};
}

}  // namespace hapmill
