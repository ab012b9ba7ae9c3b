#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "bytes/input_file.hpp"
#include "matrix/matrix_file.hpp"
#include "support/task_pool.hpp"

namespace hapmill {

/// An open matrix: one file, or several whose rows follow one another.
///
/// It is one text: the whole first file, then the rows of each other file, without its header. A
/// newline is added between files if the last row before lacks it. If all files are regular and not
/// compressed, it is read at any offset; otherwise it is a stream, read once from its start.
class MatrixInput {
 public:
  /// Opens `path`; `-` is standard input. Tasks of `pool` decompress; if it is null, the caller's
  /// thread does. Throws InputError if a file is missing, is a folder or may not be read.
  explicit MatrixInput(InputPath const& path, TaskPool* pool = nullptr);
  /// The same for several files, at least one.
  explicit MatrixInput(std::vector<InputPath> const& paths, TaskPool* pool = nullptr);
  ~MatrixInput();
  MatrixInput(MatrixInput const&) = delete;
  MatrixInput& operator=(MatrixInput const&) = delete;

  /// For messages about the whole: `chr1.txt`, `standard input`, `chr1.txt and 21 other files`.
  std::string const& name() const { return name_; }
  /// Whether it can be read at any offset; otherwise it is a stream.
  bool is_regular() const { return is_regular_; }
  /// Bytes of the text if it can be read at any offset, else 0. With several files it is right only
  /// after begin_rows() for all of them.
  std::uint64_t size() const { return size_; }
  /// What the user can do if the matrix must be read at any offset: `give the matrix as a file`.
  std::string advice() const;

  /// Reads `count` bytes at `offset`, fewer only at its end. Thread-safe.
  std::size_t read_at(char* to, std::size_t count, std::uint64_t offset) const;
  /// Reads the next bytes of a stream, at least one; 0 at its end. Never bytes of two files.
  std::size_t read_next(char* to, std::size_t count);

  std::size_t file_count() const { return files_.size(); }
  MatrixFile& file(std::size_t k) { return *files_[k]; }
  /// What identifies the regular files, in order; for a stream, its path only.
  std::vector<FileIdentity> identities() const;

  /// Says where the rows of a file begin. It is called for each file in order, before rows are
  /// read. `first_line` is the line number there. `text` holds what read_next() has returned of a
  /// file that is not regular, from its start; the caller keeps that of the first file.
  void begin_rows(std::size_t k, std::uint64_t data_begin, std::uint64_t first_line,
                  std::string text);

  /// The file that holds the byte at `offset`, which a stream must have reached.
  std::size_t file_at(std::uint64_t offset) const;
  std::string const& name_at(std::uint64_t offset) const { return files_[file_at(offset)]->name(); }
  /// Where the text of a file begins. A stream must have reached it.
  std::uint64_t begin_of(std::size_t k) const { return spans_[k].begin; }
  /// Number of the line that begins there.
  std::uint64_t first_line_of(std::size_t k) const { return spans_[k].first_line; }
  /// Where the text of the next file after `offset` begins; the largest number if that is unknown.
  std::uint64_t next_begin(std::uint64_t offset) const;

  /// Bytes on the disk, if all files are regular ones, compressed or not; else 0.
  std::uint64_t disk_bytes() const;
  /// How far a stream has been read: in bytes on the disk if disk_bytes() is known, else
  /// `text_offset`.
  std::uint64_t bytes_done(std::uint64_t text_offset) const;

  /// Throws ChangedInput if the size or time of a regular file has changed since it was opened.
  void check_unchanged() const;

 private:
  /// Where a file is in the text.
  struct Span {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;         ///< of a regular matrix; includes an added newline
    std::uint64_t file_begin = 0;  ///< of that byte in the file
    std::uint64_t rows_begin = 0;
    std::uint64_t first_line = 1;
  };
  void begin_regular_rows(std::size_t k, std::uint64_t data_begin, std::uint64_t first_line);
  bool lacks_newline(std::size_t k) const;

  std::unique_ptr<TaskPool> own_pool_;
  std::vector<std::unique_ptr<MatrixFile>> files_;
  std::vector<Span> spans_;  ///< of the files known so far
  std::string name_;
  bool is_regular_ = false;
  std::uint64_t size_ = 0;

  // Of a stream.
  std::size_t reading_ = 0;  ///< the file
  std::uint64_t offset_ = 0;
  bool ends_row_ = true;                    ///< what has been read ends a row
  std::vector<std::uint64_t> first_lines_;  ///< [files]
};

/// MatrixInput::name(), without opening it.
std::string name_of_matrix(std::vector<InputPath> const& paths);

}  // namespace hapmill
