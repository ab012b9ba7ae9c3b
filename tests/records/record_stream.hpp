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

/// What a writer is given, record by record.
struct RecordStream {
  RecordKind kind = RecordKind::table;
  std::string header;
  std::vector<std::string> records;
  /// Ordinals of records before which a segment begins, ascending; may repeat, may be
  /// records.size().
  std::vector<std::size_t> segments;
};

struct Compression {
  int level = 1;
  std::size_t thread_count = 1;
  std::uint64_t split_seed = 0;  ///< 0: all records in one call
};

/// Records of random sizes and text, some around the size of a block, and segments.
RecordStream make_random_stream(std::uint64_t seed, std::size_t record_count = 50);

/// Splits the stream into calls of a BgzfWriter and publishes the file.
void write_bgzf(std::string const& path, RecordStream const& stream, Compression const& compression,
                RecordIndex* index = nullptr);

/// The same without a header, without finish(), on a writer.
void write_records(RecordWriter& writer, RecordStream const& stream, std::uint64_t split_seed);

/// The contents of the blocks that a stream is to become, by the rules of BgzfWriter.
std::vector<std::string> cut_by_reference(RecordStream const& stream);

/// The contents of the blocks of a BGZF file, less the last, empty one. Throws at anything that is
/// not as the standard says.
std::vector<std::string> read_blocks(std::string_view file);

std::string join(std::vector<std::string> const& texts);

}  // namespace hapmill::test
