#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "backend/cpu/column_gather.hpp"
#include "backend/cpu/genotype_template.hpp"
#include "backend/cpu/stages.hpp"
#include "hapmill/backend/site_batch.hpp"
#include "hapmill/input/chunk.hpp"
#include "hapmill/model/encode_row.hpp"
#include "hapmill/model/row_plan.hpp"

namespace hapmill::cpu {

/// Converts chunks on one thread. Holds the scratch memory of a row and the template of the contig
/// that it met last, so it is kept from chunk to chunk.
class RowConverter {
 public:
  /// Keeps references: `plan` and `stages` outlive it.
  RowConverter(RowPlan const& plan, Stages const& stages);

  /// Converts a loaded chunk into `batch`.
  void convert(Chunk const& chunk, SiteBatch& batch);

 private:
  void begin_contig(std::string_view contig);
  bool convert_run(ChunkPiece const& piece, RowRun const& run, RowCounts& counts);
  bool convert_regular_row(RowScan const& scan, RowCounts& counts);
  bool convert_any_row(RowScan& scan, RowCounts& counts);
  template <class Code>
  bool write_site(Site<Code> const& site, Code* alternates, RowCounts& counts);
  void write_by_template(RowScan const& scan, std::uint32_t alternate_count);
  char* put_site_fields(RowScan const& scan, std::uint32_t alternate_count, char* out);
  template <class Code>
  void count_columns(Code const* codes, Code deletion_code);
  bool reject(Row row, RowFault fault, RowCounts& counts);

  RowPlan const& plan_;
  Stages const& stages_;
  CellRules cell_rules_;
  TableFormat format_{};
  std::vector<SampleColumns> sample_columns_;
  ColumnGather gather_;
  GenotypeTemplate template_;
  std::string_view template_contig_;
  bool has_template_ = false;

  // Scratch of one row.
  std::vector<ByteCode> codes_;
  std::vector<std::uint8_t> printed_;
  std::vector<std::uint8_t> alleles_;
  ByteCode byte_alternates_[128] = {};
  std::vector<std::uint32_t> numbers_;
  std::vector<WideCode> wide_codes_;
  RowScratch scratch_{};

  // The chunk at work.
  SiteBatch* batch_ = nullptr;
  std::uint32_t piece_ = 0;
  RowRun const* run_ = nullptr;
  char const* text_ = nullptr;  ///< of the run
};

}  // namespace hapmill::cpu
