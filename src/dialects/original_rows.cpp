#include "dialects/original_rows.hpp"

#include <algorithm>
#include <cstring>

namespace hapmill {

namespace {

/// Goes forward through the original rows of a chunk.
class RowWalk {
 public:
  explicit RowWalk(OriginalRows const& originals) : originals_{originals} {}

  /// Goes to a row that is not before the last one asked for.
  Row go_to(std::uint32_t piece, std::uint64_t row) {
    if (piece != piece_) {
      piece_ = piece;
      row_ = 0;
      at_ = 0;
    }
    for (; row_ < row; ++row_) at_ += size_here() + 1;
    return {text(), static_cast<std::uint32_t>(size_here())};
  }

  /// Of the row gone to, in the matrix.
  std::uint64_t offset() const { return originals_.runs[piece_].offset + at_; }

 private:
  char const* text() const {
    return originals_.text.data() + originals_.runs[piece_].text_begin + at_;
  }
  std::size_t size_here() const {
    std::size_t const left = originals_.runs[piece_].size - at_;
    return static_cast<std::size_t>(static_cast<char const*>(std::memchr(text(), '\n', left)) -
                                    text());
  }

  OriginalRows const& originals_;
  std::uint32_t piece_ = 0;
  std::uint64_t row_ = 0;
  std::size_t at_ = 0;
};

/// Translates a fault of the canonical row into one of the original row.
RowFault original_fault(RowFault fault, Row original, RowRewriter const& rewriter) {
  if (fault.kind == RowFaultKind::empty_line) return fault;
  std::vector<FieldSpan> fields;
  split_row(original, rewriter.shape(), fields);
  fault.field_count = static_cast<std::uint32_t>(fields.size());
  if (fault.kind == RowFaultKind::fields) return fault;
  fault.field = rewriter.original_field(fault.field);
  FieldSpan const field = fault.field < fields.size() ? fields[fault.field] : FieldSpan{};
  fault.begin = field.begin;
  fault.size = field.size;
  return fault;
}

}  // namespace

void restore_original_rows(Chunk const& chunk, RowRewriter const& rewriter,
                           std::vector<RejectedRow>& rows) {
  RowWalk walk{chunk.originals};
  auto known = chunk.originals.faults.begin();
  for (RejectedRow& row : rows) {
    Row original = walk.go_to(row.piece, row.row);
    known = std::find_if(known, chunk.originals.faults.end(), [&](RewriteFault const& fault) {
      return fault.piece > row.piece || (fault.piece == row.piece && fault.row >= row.row);
    });
    bool const is_known =
        known != chunk.originals.faults.end() && known->piece == row.piece && known->row == row.row;
    row.fault = is_known ? known->fault : original_fault(row.fault, original, rewriter);
    row.offset = walk.offset();
    if (original.size != 0 && original.text[original.size - 1] == '\r') --original.size;
    row.text.assign(original.text, original.size);
  }
}

}  // namespace hapmill
