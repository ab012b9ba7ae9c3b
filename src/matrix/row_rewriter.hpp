#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "hapmill/backend/chunk.hpp"
#include "hapmill/support/byte_buffer.hpp"
#include "matrix/row_shape.hpp"

namespace hapmill {

/// Turns *original* rows, which have another layout in the file, into canonical rows: `CHROM POS
/// REF` and one cell per haplotype column. So backends only have to know canonical rows.
class RowRewriter {
 public:
  explicit RowRewriter(RowShape const& shape) : shape_{shape} {}
  virtual ~RowRewriter() = default;

  /// Appends to `canonical` exactly one row for each of `originals`, in order. These are whole rows
  /// of one run, each ending in a newline; ByteBuffer::slack bytes past their end are readable. The
  /// fields of canonical rows are separated by shape().delimiter, which the RowPlan has too.
  ///
  /// For a row that cannot be rewritten it adds a fault (the caller sets its `piece`) and appends a
  /// row that every backend rejects, see put_bad_row(). Thread-safe.
  virtual void rewrite(std::string_view originals, ByteBuffer& canonical,
                       std::vector<RewriteFault>& faults) const = 0;

  /// The original field from which a field of a canonical row came.
  virtual std::uint32_t original_field(std::uint32_t canonical_field) const = 0;
  /// The number of fields that an original row must have.
  virtual std::uint32_t field_count() const = 0;
  /// The name of an original field in messages.
  virtual std::string column_name(std::uint32_t original_field) const = 0;

  /// About how many bytes of canonical rows come from one byte of original rows, at most. Chunks
  /// are made smaller by this factor.
  virtual std::size_t growth() const { return 1; }

  RowShape const& shape() const { return shape_; }

 protected:
  /// Appends a row that every backend rejects, of the contig that the original one names.
  void put_bad_row(Row original, ByteBuffer& canonical) const;

 private:
  RowShape shape_;
};

}  // namespace hapmill
