#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hapmill {

/// The part of a contig that a record covers, from 0, half-open.
struct IndexEntry {
  std::int32_t contig_id;
  std::int64_t begin;
  std::int64_t end;
};

/// Consecutive records between which an index makes no difference: they are of one contig and
/// touch the same of its smallest bins. They are entered as `count` times the first.
struct IndexRun {
  IndexEntry first;
  std::uint64_t end_offset;  ///< virtual offset where the last one ends
  std::uint64_t count;
};

/// What the records of a part of a file add to the file's index; offsets are from the start of the
/// part.
struct IndexRuns {
  std::vector<std::string> names;  ///< of contigs of VCF, by id; BCF has those of its header
  std::vector<IndexRun> runs;
  std::uint64_t begin_offset = 0;  ///< virtual offset of the first record
  std::int64_t last_pos = 0;       ///< of the last record, from 1

  /// Enters the next record.
  void add(IndexEntry const& entry, std::uint64_t end_offset);
};

}  // namespace hapmill
