#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "records/contig_writer.hpp"
#include "records/record_index.hpp"
#include "records/record_writer.hpp"

namespace hapmill {

/// Where the records of a conversion go: one file, or one a contig.
class ConversionOutput {
 public:
  virtual ~ConversionOutput() = default;

  /// Before begin(): the contigs that have rows or regions, in output order, where they are known.
  virtual void expect(std::vector<std::string> const& contigs) = 0;
  /// Begins anew: what a plan that turned out wrong has written before is taken back. Under --sort,
  /// `sort_bytes` of records are held.
  virtual void begin(std::size_t sort_bytes) = 0;
  /// Ends the output and gives it its name, or names.
  virtual void publish() = 0;

  virtual RecordWriter& writer() = 0;
  /// Null where no index is made, or one a contig.
  virtual RecordIndex const* index() const = 0;
  /// The writer, where it has to know contigs; else null.
  virtual ContigWriter* contigs() = 0;

  /// What is written can be taken back.
  virtual bool can_restart() const = 0;
  /// Nobody reads it any more.
  virtual bool is_cut_off() const = 0;
  virtual std::uint64_t bytes() const = 0;
  /// For messages.
  virtual std::string const& name() const = 0;
};

}  // namespace hapmill
