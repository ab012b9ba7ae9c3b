#pragma once

#include <sys/stat.h>

#include <cstddef>
#include <cstdint>
#include <string>

namespace hapmill {

/// An open matrix: a regular file, read at any offset, or a stream, read once from its begin.
///
/// Read rather than mapped: a copy out of the page cache into memory that stays in the CPU's cache
/// costs less than the faults of a mapping, touched pages do not count as memory, and a file that
/// is truncated meanwhile is a short read and not a SIGBUS.
class MatrixInput {
 public:
  /// Opens `path`, `-` for standard input. Throws InputError: missing, a folder, no permission.
  explicit MatrixInput(std::string path);
  ~MatrixInput();
  MatrixInput(MatrixInput const&) = delete;
  MatrixInput& operator=(MatrixInput const&) = delete;

  /// For messages: the path, or `standard input`.
  std::string const& name() const { return name_; }
  bool is_regular() const { return is_regular_; }
  /// Bytes of a regular file when it was opened.
  std::uint64_t size() const { return size_; }

  /// Of a regular file, when it was opened: when its contents last changed.
  struct timespec modified() const { return modified_; }

  /// Reads `count` bytes at `offset` of a regular file, fewer only at its end. Thread-safe.
  std::size_t read_at(char* to, std::size_t count, std::uint64_t offset) const;
  /// Reads the next bytes of a stream, at least one; 0 at its end.
  std::size_t read_next(char* to, std::size_t count);

  /// The open file, for those who read it by themselves; stays ours. Of a regular file nothing has
  /// been read yet.
  int descriptor() const { return fd_; }

  /// Throws ChangedInput if a regular file is not the one that was opened: size or time differ.
  void check_unchanged() const;

 private:
  std::string name_;
  int fd_ = -1;
  bool is_regular_ = false;
  std::uint64_t size_ = 0;
  struct timespec modified_ {};
};

/// The words of ChangedInput.
std::string describe_change(std::string const& matrix_name);

}  // namespace hapmill
