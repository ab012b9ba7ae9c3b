#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace hapmill {

struct UnsortedRecord;

/// Writes finished records to an output: as they are, compressed, sorted, or one file per contig.
///
/// It does not own the output file and does not publish it: the caller does that after finish(). To
/// start again, the caller destroys the writer and calls OutputFile::restart().
///
/// All functions throw OutputError as OutputFile does, and do nothing once is_cut_off().
class RecordWriter {
 public:
  RecordWriter() = default;
  RecordWriter(RecordWriter const&) = delete;
  RecordWriter& operator=(RecordWriter const&) = delete;
  virtual ~RecordWriter() = default;

  /// Writes what comes before the records. Called once, first.
  virtual void write_header(std::string_view header) = 0;
  /// Appends `size` bytes of whole records, which are not kept. A segment begins at each of
  /// `segment_begins`: offsets from `records`, ascending, at most `size`.
  virtual void write(char const* records, std::size_t size,
                     std::span<std::uint64_t const> segment_begins) = 0;
  /// Writes all that is left, and the end of the output.
  virtual void finish() = 0;

  /// Whether begin_contig() has to be called. The records of one write() are then of one contig.
  virtual bool splits_contigs() const { return false; }
  /// The records that follow are of this contig, which may have none and does not come again.
  virtual void begin_contig(std::string_view /*contig*/) {}

  /// The first record that an index cannot hold, known when its write() returns; null if there is
  /// none or no index is made. The writer owns it.
  virtual UnsortedRecord const* unsorted() const { return nullptr; }
  /// Whether nobody reads the pipe any more that the records go to.
  virtual bool is_cut_off() const = 0;
};

}  // namespace hapmill
