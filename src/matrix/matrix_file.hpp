#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "bytes/byte_source.hpp"
#include "bytes/compression.hpp"
#include "bytes/input_file.hpp"
#include "bytes/text_stream.hpp"
#include "support/task_pool.hpp"

namespace hapmill {

/// One file of a matrix, as text. An uncompressed regular file is read at any offset; any other
/// file is read once, from its start.
class MatrixFile {
 public:
  /// Opens `path`; `-` is standard input. The compression of a regular file is detected at once,
  /// that of a stream when it is read. Keeps a reference to the pool. Throws InputError.
  MatrixFile(InputPath const& path, TaskPool& pool);
  ~MatrixFile();

  /// For messages: the path, or `standard input`.
  std::string const& name() const { return file_.name(); }
  /// Whether read_at() works.
  bool is_regular() const { return file_.is_regular() && compression_ == Compression::none; }
  /// How the file is compressed. For a stream this is known only after the first read_next().
  Compression compression() const { return compression_; }
  /// The file itself, before decompression.
  InputFile const& file() const { return file_; }

  /// Reads `count` bytes at `offset`, fewer only at the end. Thread-safe.
  std::size_t read_at(char* to, std::size_t count, std::uint64_t offset) const {
    return file_.read_at(to, count, offset);
  }
  /// Reads the next bytes of the text, at least one; 0 at its end. For the pool's thread.
  std::size_t read_next(char* to, std::size_t count);

  /// Makes read_next() continue at `skipped` bytes after the start of the text. For a stream,
  /// `rest` holds the bytes from there on that read_next() has already returned.
  void restart(std::uint64_t skipped, std::string rest);

  /// Bytes of the (compressed) file that read_next() has consumed.
  std::uint64_t bytes_taken() const;
  /// Frees the memory used for reading; to be called at the end of the text.
  void close_text();

 private:
  void look();
  std::size_t read_text(char* to, std::size_t count);

  InputFile file_;
  TaskPool& pool_;
  Compression compression_ = Compression::none;
  bool is_looked_at_ = false;
  std::string given_back_;  ///< bytes of the text to be read first
  std::uint64_t to_skip_ = 0;
  std::uint64_t offset_ = 0;  ///< of a regular file that is read in order
  std::uint64_t closed_bytes_ = 0;
  std::unique_ptr<FileBytes> bytes_;
  std::unique_ptr<TextStream> text_;  ///< of a compressed file
};

}  // namespace hapmill
