#pragma once

#include "records/record_index.hpp"
#include "records/record_scan.hpp"
#include "records/record_writer.hpp"
#include "support/random.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hapmill::test {

/// The records for a writer.
struct RecordStream {
  RecordKind kind = RecordKind::table;
  std::string header;
  std::vector<std::string> records;
  /// The ordinals of records at which a segment starts, ascending. They may repeat and may be
  /// records.size().
  std::vector<std::size_t> segments;
};

struct Compression {
  int level = 1;
  std::size_t thread_count = 1;
  std::uint64_t split_seed = 0;  ///< 0 for all records in one call
};

/// Makes records of random sizes and text, some about as large as a block, and segments.
RecordStream make_random_stream(std::uint64_t seed, std::size_t record_count = 50);

/// Splits the stream into calls of a BgzfWriter and publishes the file.
void write_bgzf(std::string const& path, RecordStream const& stream, Compression const& compression,
                RecordIndex* index = nullptr);

/// Passes the records to a writer, without a header and without finish().
void write_records(RecordWriter& writer, RecordStream const& stream, std::uint64_t split_seed);

/// Returns the contents of the blocks that a stream has to give by the rules of BgzfWriter.
std::vector<std::string> cut_by_reference(RecordStream const& stream);

/// Returns the contents of the blocks of a BGZF file without the last, empty one. Throws if the
/// file violates the standard.
std::vector<std::string> read_blocks(std::string_view file);

std::string join(std::vector<std::string> const& texts);

}  // namespace hapmill::test
