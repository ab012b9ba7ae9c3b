#pragma once

#include "support/random_matrix.hpp"
#include "support/temporary_folder.hpp"

#include "hapmill/model/row_plan.hpp"
#include "matrix/matrix_header.hpp"
#include "matrix/matrix_input.hpp"
#include "rows/file_source.hpp"
#include "rows/input_plan.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace hapmill::test {

/// A random matrix, opened and planned as by `hapmill convert`.
struct MatrixCase {
  std::unique_ptr<MatrixInput> input;
  MatrixHeader header;
  RowPlan plan;
  InputPlan input_plan;

  FileSource source(std::size_t chunk_bytes) const {
    return {*input, input_plan, header.data_begin, chunk_bytes};
  }
};

/// Makes the case of a seed with make_random_case, or with make_random_vcf_case for VCF and BCF.
/// Returns null if its options or its header are refused. The matrix is written to `folder`. A plan
/// by bisection may turn out wrong, which a backend has to report.
std::unique_ptr<MatrixCase> make_matrix_case(std::uint64_t seed, TemporaryFolder const& folder,
                                             RecordKind kind = RecordKind::table);

/// All kinds of records, for parametrised tests, and their names.
inline constexpr RecordKind record_kinds[] = {RecordKind::table, RecordKind::vcf, RecordKind::bcf};
std::string name_of(RecordKind kind);

}  // namespace hapmill::test
