#include "fuzz/fuzz_input.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace hapmill::fuzz {

namespace {

std::string path_of(int fd) { return "/proc/self/fd/" + std::to_string(fd); }

void write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    ssize_t const put = ::write(fd, text.data(), text.size());
    expect(put > 0, "the input cannot be written");
    text.remove_prefix(static_cast<std::size_t>(put));
  }
}

}  // namespace

TextFile::TextFile(std::string_view text) : fd_{::memfd_create("fuzz", MFD_CLOEXEC)} {
  write_all(fd_, text);
}
TextFile::~TextFile() { ::close(fd_); }
std::string TextFile::path() const { return path_of(fd_); }

TextPipe::TextPipe(std::string_view text) : fd_{-1} {
  int ends[2];
  expect(::pipe2(ends, O_CLOEXEC) == 0, "no pipe");
  write_all(ends[1], text.substr(0, max_bytes));
  ::close(ends[1]);
  fd_ = ends[0];
}
TextPipe::~TextPipe() { ::close(fd_); }
std::string TextPipe::path() const { return path_of(fd_); }

void expect(bool holds, char const* what) {
  if (holds) return;
  std::fprintf(stderr, "finding: %s\n", what);
  std::abort();
}

}  // namespace hapmill::fuzz
