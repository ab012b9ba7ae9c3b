#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "bytes/output_file.hpp"

namespace hapmill {

/// Puts finished records into an output, as they are, compressed or sorted. It neither owns nor
/// publishes the output: that is for the caller, after finish(). What was written is taken back by
/// OutputFile::restart(), once the writer is gone.
///
/// Throws OutputError as OutputFile does. Once nobody reads a pipe any more it does nothing, see
/// OutputFile::is_cut_off().
class RecordWriter {
 public:
  explicit RecordWriter(OutputFile& output) : output_{&output} {}
  RecordWriter(RecordWriter const&) = delete;
  RecordWriter& operator=(RecordWriter const&) = delete;
  virtual ~RecordWriter() = default;

  /// What stands before the records; called once, first.
  virtual void write_header(std::string_view header) = 0;
  /// Appends whole records: `size` bytes, not kept. `segment_begins` are offsets from `records`,
  /// ascending and at most `size`, where a segment begins.
  virtual void write(char const* records, std::size_t size,
                     std::span<std::uint64_t const> segment_begins) = 0;
  /// Ends the output: all of it is written.
  virtual void finish() = 0;

  bool is_cut_off() const { return output_ != nullptr && output_->is_cut_off(); }

 protected:
  /// For one that passes records on to others.
  RecordWriter() = default;
  OutputFile& output() { return *output_; }

 private:
  OutputFile* output_ = nullptr;
};

}  // namespace hapmill
