#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "hapmill/backend/chunk.hpp"
#include "hapmill/support/byte_buffer.hpp"
#include "matrix/row_shape.hpp"

namespace hapmill {

/// Makes canonical rows, `CHROM POS REF` and a cell a haplotype column, of rows that stand
/// otherwise in the file, the *original* rows. So backends know canonical rows only.
class RowRewriter {
 public:
  explicit RowRewriter(RowShape const& shape) : shape_{shape} {}
  virtual ~RowRewriter() = default;

  /// Appends to `canonical` exactly one row for each of `originals`, in order. These are whole rows
  /// of one run, each ending in a newline, readable ByteBuffer::slack bytes past their end. The
  /// fields of canonical rows are parted by shape().delimiter, which is the RowPlan's too.
  ///
  /// For a row that cannot be rewritten it enters a fault (`piece` is the caller's to set) and
  /// appends what no backend takes: put_bad_row(). Thread-safe.
  virtual void rewrite(std::string_view originals, ByteBuffer& canonical,
                       std::vector<RewriteFault>& faults) const = 0;

  /// The original field from which a field of a canonical row came.
  virtual std::uint32_t original_field(std::uint32_t canonical_field) const = 0;
  /// Fields that an original row has to have.
  virtual std::uint32_t field_count() const = 0;
  /// What messages call an original field.
  virtual std::string column_name(std::uint32_t original_field) const = 0;

  /// Bytes of canonical rows for a byte of original ones, at most and about: chunks are made
  /// smaller by this.
  virtual std::size_t growth() const { return 1; }

  RowShape const& shape() const { return shape_; }

 protected:
  /// Appends a row that every backend rejects, of the contig that the original one names.
  void put_bad_row(Row original, ByteBuffer& canonical) const;

 private:
  RowShape shape_;
};

}  // namespace hapmill
