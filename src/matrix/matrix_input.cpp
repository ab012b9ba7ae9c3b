#include "matrix/matrix_input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace hapmill {

namespace {

std::string describe_others(std::size_t count) {
  return fmt::format(" and {} other file{}", count, count == 1 ? "" : "s");
}

}  // namespace

std::string name_of_matrix(std::vector<InputPath> const& paths) {
  std::string const first = paths.front().text() == "-" ? "standard input" : paths.front().text();
  return paths.size() == 1 ? first : first + describe_others(paths.size() - 1);
}

MatrixInput::MatrixInput(InputPath const& path, TaskPool* pool)
    : MatrixInput{std::vector<InputPath>{path}, pool} {}

MatrixInput::MatrixInput(std::vector<InputPath> const& paths, TaskPool* pool) {
  if (pool == nullptr) {
    own_pool_ = std::make_unique<TaskPool>(1);
    pool = own_pool_.get();
  }
  for (auto const& path : paths) files_.push_back(std::make_unique<MatrixFile>(path, *pool));
  name_ = files_.front()->name();
  if (files_.size() > 1) {
    name_ += describe_others(files_.size() - 1);
  }
  is_regular_ = std::all_of(files_.begin(), files_.end(),
                            [](auto const& file) { return file->is_regular(); });
  size_ = is_regular_ ? files_.front()->file().size() : 0;
  spans_.push_back({.end = size_});
  first_lines_.resize(files_.size(), 1);
}

MatrixInput::~MatrixInput() = default;

std::string MatrixInput::advice() const {
  for (auto const& file : files_) {
    if (file->compression() == Compression::none) continue;
    return fmt::format("decompress the matrix into a file first (`{} FILE`)",
                       decompressing_command(file->compression()));
  }
  return files_.size() == 1 ? "give the matrix as a file" : "give all of the matrix as files";
}

std::size_t MatrixInput::read_at(char* to, std::size_t count, std::uint64_t offset) const {
  std::size_t done = 0;
  for (std::size_t k = file_at(offset); k < spans_.size() && done < count; ++k) {
    Span const& span = spans_[k];
    MatrixFile const& file = *files_[k];
    std::uint64_t const left = span.end - std::min(span.end, offset + done);
    std::size_t const wanted = std::min<std::uint64_t>(count - done, left);
    std::uint64_t const at = span.file_begin + (offset + done - span.begin);
    std::size_t got = file.read_at(to + done, wanted, at);
    // The newline that the last row lacks, unless the file has shrunk.
    if (got + 1 == wanted && at + got == file.file().size()) to[done + got++] = '\n';
    done += got;
    if (got < wanted) break;
  }
  return done;
}

std::size_t MatrixInput::read_next(char* to, std::size_t count) {
  while (true) {
    MatrixFile& file = *files_[reading_];
    if (std::size_t const got = file.read_next(to, count); got != 0) {
      offset_ += got;
      ends_row_ = to[got - 1] == '\n';
      return got;
    }
    if (reading_ + 1 == files_.size()) return 0;
    file.close_text();
    bool const lacks_newline = !std::exchange(ends_row_, true);
    if (lacks_newline) ++offset_;
    ++reading_;
    spans_.push_back({.begin = offset_, .first_line = first_lines_[reading_]});
    if (!lacks_newline) continue;
    *to = '\n';
    return 1;
  }
}

std::vector<FileIdentity> MatrixInput::identities() const {
  std::vector<FileIdentity> identities;
  for (auto const& file : files_) identities.push_back(file->file().identity());
  return identities;
}

void MatrixInput::begin_rows(std::size_t k, std::uint64_t data_begin, std::uint64_t first_line,
                             std::string text) {
  if (is_regular_) {
    begin_regular_rows(k, data_begin, first_line);
    return;
  }
  if (k == 0) {
    std::uint64_t const given = files_[0]->is_regular() ? data_begin : text.size();
    if (files_[0]->is_regular()) files_[0]->restart(data_begin, {});
    offset_ = given;
    ends_row_ = given == data_begin || text.back() == '\n';
    return;
  }
  first_lines_[k] = first_line;
  files_[k]->restart(data_begin, text.substr(std::min<std::size_t>(data_begin, text.size())));
}

void MatrixInput::begin_regular_rows(std::size_t k, std::uint64_t data_begin,
                                     std::uint64_t first_line) {
  if (k == 0) {
    spans_[0].rows_begin = data_begin;
    return;
  }
  Span& before = spans_[k - 1];
  if (before.end != before.rows_begin && lacks_newline(k - 1)) ++before.end;
  size_ = before.end + (files_[k]->file().size() - data_begin);
  spans_.push_back({before.end, size_, data_begin, before.end, first_line});
}

bool MatrixInput::lacks_newline(std::size_t k) const {
  char last = '\n';
  std::uint64_t const size = files_[k]->file().size();
  return size != 0 && files_[k]->read_at(&last, 1, size - 1) == 1 && last != '\n';
}

std::size_t MatrixInput::file_at(std::uint64_t offset) const {
  auto const after =
      std::upper_bound(spans_.begin(), spans_.end(), offset,
                       [](std::uint64_t at, Span const& span) { return at < span.begin; });
  return static_cast<std::size_t>(after - spans_.begin()) - 1;
}

std::uint64_t MatrixInput::next_begin(std::uint64_t offset) const {
  std::size_t const next = file_at(offset) + 1;
  return next < spans_.size() ? spans_[next].begin : std::numeric_limits<std::uint64_t>::max();
}

std::uint64_t MatrixInput::disk_bytes() const {
  std::uint64_t bytes = 0;
  for (auto const& file : files_) {
    if (!file->file().is_regular()) return 0;
    bytes += file->file().size();
  }
  return bytes;
}

std::uint64_t MatrixInput::bytes_done(std::uint64_t text_offset) const {
  if (disk_bytes() == 0) return text_offset;
  std::uint64_t bytes = 0;
  for (std::size_t k = 0; k < reading_; ++k) bytes += files_[k]->file().size();
  return bytes + files_[reading_]->bytes_taken();
}

void MatrixInput::check_unchanged() const {
  for (auto const& file : files_) file->file().check_unchanged();
}

}  // namespace hapmill
