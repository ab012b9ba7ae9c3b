#pragma once

#include <sys/types.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "support/interrupt.hpp"

namespace hapmill {

/// Makes a system call again each time a signal interrupts it. Throws Interrupted if the signal
/// asked the program to end.
template <class Call>
auto repeat_interrupted(Call const& call) {
  while (true) {
    auto const result = call();
    if (result >= 0 || errno != EINTR) return result;
    check_interrupt();
  }
}

/// Owns an open file and closes it when destroyed, without changing errno.
///
/// A function that fails returns -1 or false, and the reason is in errno. All of them go on after a
/// signal, or throw Interrupted if it asked the program to end.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  /// Takes the file over; -1 stands for none.
  explicit FileDescriptor(int number) : number_{number} {}
  FileDescriptor(FileDescriptor&& other) noexcept : number_{other.release()} {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~FileDescriptor();

  bool is_open() const { return number_ >= 0; }
  /// The number for system calls; the file stays with this object.
  int number() const { return number_; }
  /// Gives the file to the caller.
  int release() { return std::exchange(number_, -1); }
  /// Closes the file. Fails where the system could not write what it had buffered.
  bool close();

  /// Reads up to `count` of the next bytes, at least one; 0 at the end.
  ssize_t read(char* to, std::size_t count) const;
  /// Reads `count` bytes from `offset`, fewer only at the end of the file. Thread-safe.
  ssize_t read_at(char* to, std::size_t count, std::uint64_t offset) const;
  /// Writes up to `count` bytes, at least one.
  ssize_t write(char const* data, std::size_t count) const;
  bool write_all(char const* data, std::size_t count) const;
  /// Waits until the disk has the file, where it is of a kind that can be synced.
  bool sync() const;

 private:
  int number_ = -1;
};

/// Opens a file, with O_CLOEXEC. Waits at a FIFO that has no other end yet.
FileDescriptor open_file(std::string const& path, int flags, mode_t mode = 0666);
/// A second descriptor of a file that somebody else owns, with O_CLOEXEC.
FileDescriptor duplicate_file(int number);

/// Whether this errno says that the disk, a quota or a limit leaves no room.
bool is_disk_full(int error);

}  // namespace hapmill
