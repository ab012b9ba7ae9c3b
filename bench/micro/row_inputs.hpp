#pragma once

#include "hapmill/backend/chunk.hpp"
#include "hapmill/model/row_plan.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace hapmill::bench {

/// How the columns of a matrix pair.
enum class Pairing : std::uint8_t {
  adjacent,  ///< neighbours, so that nothing is gathered
  halves,    ///< each with the column that is half the matrix away
  shuffled,  ///< in a random order
};

struct RowShapeOfInput {
  char const* name;
  std::uint64_t columns;
  double variant_rate;
  Pairing pairing = Pairing::adjacent;
  std::size_t bytes = 256U << 10;  ///< approximate size of the chunk; the CPU backend's by default
};

/// One chunk of rows of a contig named `1`, with its plan.
struct RowInput {
  std::string name;
  RowPlan plan;  ///< for the table
  Chunk chunk;

  std::string_view text() const { return {chunk.text.data(), chunk.text.size()}; }
};

/// Makes the rows of a shape. Benchmarks that use them share their ownership.
std::shared_ptr<RowInput> make_row_input(RowShapeOfInput const& shape);

/// The plan for another kind of record of the same matrix.
RowPlan plan_for(RowInput const& input, RecordKind kind);

/// Converts the chunk to records.
std::string convert_rows(RowInput const& input, RecordKind kind);

}  // namespace hapmill::bench
