#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "dialects/reference_sequence.hpp"
#include "matrix/row_rewriter.hpp"

namespace hapmill {

/// Rows whose REF differs from the reference.
struct RefMismatchList {
  static constexpr std::size_t most_kept = 10;

  struct Site {
    std::string contig;
    std::uint32_t pos;
    std::string words;
    auto operator<=>(Site const&) const = default;
  };

  std::uint64_t count = 0;
  std::vector<Site> first;  ///< the first ten by contig and position, ascending

  void keep(Site const& site);
  RefMismatchList& operator+=(RefMismatchList const& other);
};

/// Sites whose REF differs from the reference. Several threads may add to it.
class RefMismatches {
 public:
  void add(std::string_view contig, std::uint32_t pos, std::string_view found,
           std::string_view expected);
  void clear();

  /// To be called while no thread adds.
  RefMismatchList const& list() const { return list_; }

 private:
  std::mutex mutex_;
  RefMismatchList list_;
};

/// Compares REF of each row with a reference. Rows that differ are rejected, or only counted.
///
/// `rows` rewrites the rows first. If it is null, the rows of the matrix have to be canonical
/// already, and `column_names` are the names of their fields.
class ReferenceCheck final : public RowRewriter {
 public:
  /// Keeps references to `reference` and `mismatches`. Rows that differ are only counted if
  /// `mismatches` is not null.
  ReferenceCheck(std::unique_ptr<RowRewriter> rows, RowShape const& shape,
                 std::vector<std::string> column_names, ReferenceSequence const& reference,
                 RefMismatches* mismatches);

  void rewrite(std::string_view originals, ByteBuffer& canonical,
               std::vector<RewriteFault>& faults) const override;
  std::uint32_t original_field(std::uint32_t canonical_field) const override;
  std::uint32_t field_count() const override;
  std::string column_name(std::uint32_t original_field) const override;
  std::size_t growth() const override { return rows_ ? rows_->growth() : 1; }

 private:
  bool is_mismatch(Row row, ReferenceSequence::Loan& reference) const;
  std::vector<std::uint64_t> find_mismatches(std::string_view canonical) const;
  void reject(std::vector<std::uint64_t> const& rows, std::string_view originals,
              ByteBuffer& canonical, std::size_t begin, std::vector<RewriteFault>& faults) const;

  std::unique_ptr<RowRewriter> rows_;
  std::vector<std::string> column_names_;
  ReferenceSequence const& reference_;
  RefMismatches* mismatches_;
};

}  // namespace hapmill
