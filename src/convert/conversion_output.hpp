#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "bytes/part_file.hpp"
#include "records/index_runs.hpp"
#include "records/record_writer.hpp"

namespace hapmill {

/// The output of a conversion once it is published.
struct FinishedOutput {
  std::string name;         ///< for messages: a file, `standard output` or a folder
  PartFile file;            ///< all bytes of records and headers; a part has a checksum too
  bool is_complete = true;  ///< false if nobody has read a pipe to its end
  std::optional<IndexRuns> index = {};  ///< of a part of an indexed file
  std::optional<SplitPart> split = {};  ///< of a group that has a file for each contig
};

/// Where the records of a conversion go: one file, a part of it, or one file per contig.
class ConversionOutput {
 public:
  virtual ~ConversionOutput() = default;

  /// Names the contigs that have rows or regions, in output order. Called before begin(), unless
  /// the matrix is a stream.
  virtual void expect(std::vector<std::string> const& /*contigs*/) {}
  /// Begins the output, or begins it again and removes what was written before. A writer that sorts
  /// holds `sort_bytes` of records in memory. The output owns the writer.
  virtual RecordWriter& begin(std::size_t sort_bytes) = 0;
  /// Whether what is written can be removed by another begin().
  virtual bool can_restart() const = 0;
  /// Finishes the writer and makes the output appear under its name or names.
  virtual FinishedOutput publish() = 0;
};

}  // namespace hapmill
