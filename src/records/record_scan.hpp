#pragma once

#include <cstdint>
#include <string_view>

#include "hapmill/model/policies.hpp"

namespace hapmill {

/// Where a record stands on its contig.
struct RecordPlace {
  std::string_view contig;      ///< CHROM; of a BCF record empty
  std::int32_t contig_id = -1;  ///< of a BCF record: the contig's place in the header
  std::int64_t pos = 0;         ///< from 1
  std::int64_t size = 0;        ///< bases of REF; of a line of the table 0
};

/// The end of the record that begins at `record`, at most `end`, where whole records end.
char const* find_record_end(RecordKind kind, char const* record, char const* end);

/// The place of a whole record. Throws std::logic_error if it is none.
RecordPlace read_record_place(RecordKind kind, char const* record, char const* end);

}  // namespace hapmill
