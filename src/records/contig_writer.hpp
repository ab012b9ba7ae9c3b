#pragma once

#include <string_view>

#include "records/record_index.hpp"
#include "records/record_writer.hpp"

namespace hapmill {

/// A RecordWriter that has to know which contig records are of.
class ContigWriter : public RecordWriter {
 public:
  /// Records that follow are of this contig, which has not been left before. Called before they
  /// are written, also where none will be.
  virtual void begin_contig(std::string_view contig) = 0;
  /// Of the records of the contig at hand; null where none is made.
  virtual RecordIndex const* index() const = 0;
};

}  // namespace hapmill
