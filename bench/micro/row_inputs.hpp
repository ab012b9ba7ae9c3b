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
  adjacent,  ///< as they stand: nothing is gathered
  halves,    ///< each with that half the matrix away
  shuffled,  ///< at random
};

struct RowShapeOfInput {
  char const* name;
  std::uint64_t columns;
  double variant_rate;
  Pairing pairing = Pairing::adjacent;
  std::size_t bytes = 256U << 10;  ///< about; a chunk, as the CPU backend gets it
};

/// One chunk of rows of a contig called `1`.
struct RowInput {
  std::string name;
  RowPlan plan;  ///< for the table
  Chunk chunk;

  std::string_view text() const { return {chunk.text.data(), chunk.text.size()}; }
};

/// Kept until the process ends by who registers benchmarks with it.
std::shared_ptr<RowInput> make_row_input(RowShapeOfInput const& shape);

/// The plan for another kind of record of the same matrix.
RowPlan plan_for(RowInput const& input, RecordKind kind);

/// The records that the chunk becomes.
std::string convert_rows(RowInput const& input, RecordKind kind);

}  // namespace hapmill::bench
