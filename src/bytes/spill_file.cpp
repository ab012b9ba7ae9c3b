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

/// Opens a file without a name, to append and to read.
FileDescriptor open_nameless(std::string const& folder) {
  auto file = open_file(folder, O_TMPFILE | O_RDWR | O_APPEND | O_EXCL, 0600);
  if (file.is_open()) return file;
  // Not every file system has that.
  std::string path = folder + "/.hapmill-sort-XXXXXX";
  FileDescriptor named{::mkostemp(path.data(), O_APPEND | O_CLOEXEC)};
  if (named.is_open()) ::unlink(path.c_str());
  return named;
}

}  // namespace

std::string spill_folder(OutputFile const& output) {
  if (output.is_regular()) return output.folder();
  char const* const temporary = std::getenv("TMPDIR");
  return temporary != nullptr && *temporary != '\0' ? temporary : "/tmp";
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
  check_interrupt();
  ssize_t const done = file_.read_at(data, size, offset);
  if (done < 0) fail("read", errno);
  if (static_cast<std::size_t>(done) != size) fail("read", EIO);
}

void SpillFile::clear() {
  buffer_.clear();
  written_ = 0;
  if (file_.is_open() && ::ftruncate(file_.number(), 0) != 0) fail("empty", errno);
}

void SpillFile::write(char const* data, std::size_t size) {
  if (size == 0) return;
  if (!file_.is_open()) file_ = open_nameless(folder_);
  if (!file_.is_open()) fail("make", errno);
  if (!file_.write_all(data, size)) fail("write", errno);
  written_ += size;
}

void SpillFile::fail(char const* doing, int error) const {
  bool const is_full = is_disk_full(error);
  throw OutputError{std::string{"cannot "} + doing + " a temporary file of --sort in " + folder_ +
                    ": " + std::strerror(error) +
                    (is_full ? ": make room there, or choose" : ": choose") +
                    " another folder, with -o, or for a pipe with TMPDIR"};
}

}  // namespace hapmill
