#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "bytes/output_file.hpp"
#include "hapmill/support/byte_buffer.hpp"
#include "support/file_descriptor.hpp"

namespace hapmill {

/// Where to put bytes aside while `output` is written: in its folder, or, where it is no regular
/// file, in $TMPDIR or /tmp.
std::string spill_folder(OutputFile const& output);

/// Bytes put aside on disk, in a file that has no name: nothing is left of it, however the run
/// ends.
class SpillFile {
 public:
  /// The file is made in `folder` when there is something to write.
  explicit SpillFile(std::string folder) : folder_{std::move(folder)} {}

  /// Throws OutputError, which names the folder, and Interrupted; so do flush() and read().
  void append(char const* data, std::size_t size);
  /// Writes what append() has kept back: read() reads no further.
  void flush();
  /// Reads `size` bytes from `offset`, all of which are there.
  void read(std::uint64_t offset, char* data, std::size_t size) const;
  /// Bytes appended.
  std::uint64_t size() const { return written_ + buffer_.size(); }
  /// Gives the disk back.
  void clear();

 private:
  void write(char const* data, std::size_t size);
  [[noreturn]] void fail(char const* doing, int error) const;

  std::string folder_;
  FileDescriptor file_;
  std::uint64_t written_ = 0;
  ByteBuffer buffer_;
};

}  // namespace hapmill
