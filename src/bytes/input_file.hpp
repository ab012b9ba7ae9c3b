#pragma once

#include <sys/stat.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>

#include "support/file_descriptor.hpp"
#include "support/listed_path.hpp"

namespace hapmill {

/// What tells a file from another, or from itself after a change.
struct FileIdentity {
  std::string path;
  std::uint64_t size = 0;
  std::int64_t modified_seconds = 0;
  std::int64_t modified_nanoseconds = 0;
};

/// An open file as its bytes are: a regular one, read at any offset, or a stream, read once from
/// its start.
///
/// Read rather than mapped: a copy out of the page cache into memory that stays in the CPU's cache
/// costs less than the faults of a mapping, touched pages do not count as memory, and a file that
/// is truncated meanwhile is a short read and not a SIGBUS.
class InputFile {
 public:
  /// Opens `path`, `-` for standard input. Throws InputError: missing, a folder, no permission.
  explicit InputFile(InputPath const& path);

  /// For messages: the path, or `standard input`.
  std::string const& name() const { return name_; }
  bool is_regular() const { return is_regular_; }
  /// Bytes of a regular file when it was opened.
  std::uint64_t size() const { return size_; }
  FileIdentity identity() const;

  /// Reads `count` bytes at `offset` of a regular file, fewer only at its end. Thread-safe.
  std::size_t read_at(char* to, std::size_t count, std::uint64_t offset) const;
  /// Reads the next bytes, at least one; 0 at the end, and soon after `stop` has become true.
  /// Throws Interrupted soon after a signal, whichever thread waits here.
  std::size_t read_next(char* to, std::size_t count, std::atomic<bool> const* stop = nullptr);

  /// The open file, for those who read it by themselves; stays ours. Of a regular file nothing has
  /// been read yet.
  int descriptor() const { return file_.number(); }

  /// Throws ChangedInput if a regular file is not the one that was opened: size or time differ.
  void check_unchanged() const;

 private:
  std::string name_;
  FileDescriptor file_;
  bool is_regular_ = false;
  std::uint64_t size_ = 0;
  struct timespec modified_ {};
};

/// The words of ChangedInput.
std::string describe_change(std::string const& file_name);

}  // namespace hapmill
