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
/// It is one text: the first file as it is, then of each other one its rows, without what stands
/// before them, and with the newline that the last row before may lack. Where all files are regular
/// and none is compressed it is read at any offset; else it is a stream, read once from its begin.
class MatrixInput {
 public:
  /// Opens `path`, `-` for standard input. Whatever is decompressed is so by the pool's tasks, by
  /// the caller alone where there is none. Throws InputError: missing, a folder, no permission.
  explicit MatrixInput(InputPath const& path, TaskPool* pool = nullptr);
  /// The same of several files, at least one.
  explicit MatrixInput(std::vector<InputPath> const& paths, TaskPool* pool = nullptr);
  ~MatrixInput();
  MatrixInput(MatrixInput const&) = delete;
  MatrixInput& operator=(MatrixInput const&) = delete;

  /// For messages about the whole: `chr1.txt`, `standard input`, `chr1.txt and 21 other files`.
  std::string const& name() const { return name_; }
  /// Whether it is read at any offset; else it is a stream.
  bool is_regular() const { return is_regular_; }
  /// Bytes of the text where it is read at any offset, else 0. Of several files right once the rows
  /// of all have been begun.
  std::uint64_t size() const { return size_; }
  /// What to do where the matrix has to be read at any offset, for messages: `give the matrix as a
  /// file`.
  std::string advice() const;

  /// Reads `count` bytes at `offset`, fewer only at its end. Thread-safe.
  std::size_t read_at(char* to, std::size_t count, std::uint64_t offset) const;
  /// Reads the next bytes of a stream, at least one; 0 at its end. Never bytes of two files.
  std::size_t read_next(char* to, std::size_t count);

  std::size_t file_count() const { return files_.size(); }
  MatrixFile& file(std::size_t k) { return *files_[k]; }
  /// What tells the regular files from others, in order; of a stream the path only.
  std::vector<FileIdentity> identities() const;

  /// Says where a file's rows begin; called for each file in order, before rows are read.
  /// `first_line` is the number of the line that begins there. `text` is what read_next() has given
  /// of a file that is not regular, from its begin; of the first one that stays the caller's.
  void begin_rows(std::size_t k, std::uint64_t data_begin, std::uint64_t first_line,
                  std::string text);

  /// The file that holds the byte at `offset`; of a stream, one that has been read.
  std::size_t file_at(std::uint64_t offset) const;
  std::string const& name_at(std::uint64_t offset) const { return files_[file_at(offset)]->name(); }
  /// Where the text of a file begins; of a stream's, once it has been read so far.
  std::uint64_t begin_of(std::size_t k) const { return spans_[k].begin; }
  /// Number of the line that begins there.
  std::uint64_t first_line_of(std::size_t k) const { return spans_[k].first_line; }
  /// Where, after `offset`, the text of the next file begins; the largest number if none is known.
  std::uint64_t next_begin(std::uint64_t offset) const;

  /// Bytes on the disk, if all files are regular ones, compressed or not; else 0.
  std::uint64_t disk_bytes() const;
  /// How far a stream has been read, in bytes on the disk where those are known, else in bytes of
  /// the text, of which `text_offset` have been used.
  std::uint64_t bytes_done(std::uint64_t text_offset) const;

  /// Throws ChangedInput if a regular file is not the one that was opened: size or time differ.
  void check_unchanged() const;

 private:
  /// Where a file stands in the text.
  struct Span {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;         ///< of a regular matrix; a newline that was missing included
    std::uint64_t file_begin = 0;  ///< of that byte in the file
    std::uint64_t rows_begin = 0;
    std::uint64_t first_line = 1;
  };
  void begin_regular_rows(std::size_t k, std::uint64_t data_begin, std::uint64_t first_line);
  bool lacks_newline(std::size_t k) const;

  std::unique_ptr<TaskPool> own_pool_;
  std::vector<std::unique_ptr<MatrixFile>> files_;
  std::vector<Span> spans_;  ///< of the files that are known; of a stream, that have been begun
  std::string name_;
  bool is_regular_ = false;
  std::uint64_t size_ = 0;

  // Of a stream.
  std::size_t reading_ = 0;  ///< the file
  std::uint64_t offset_ = 0;
  bool ends_row_ = true;                    ///< what has been read does
  std::vector<std::uint64_t> first_lines_;  ///< [files]
};

/// MatrixInput::name(), without opening it.
std::string name_of_matrix(std::vector<std::string> const& paths);

}  // namespace hapmill
