// SPDX-License-Identifier: Apache-2.0

package refund

import "github.com/consort-finance/consort/chaincode/finance/decimal"

// customary are the last days of each percentage from 5 % on, of the short rate table that is customary in the United
// States (Wikipedia, Short rate table, with a floor of 25 %; without it, 5 % for the first day).
var customary = [...]int{
	1, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 25, 29, 32, 36, 40, 43, 47, 51, // 5 to 24 %
	54, 58, 62, 65, 69, 73, 76, 80, 83, 87, 91, 94, 98, 102, 105, 109, 113, 116, 120, 124, // 25 to 44 %
	127, 131, 135, 138, 142, 146, 149, 153, 156, 160, 164, 167, 171, 175, 178, 182, 187, 191, 196, 200, // 45 to 64 %
	205, 209, 214, 218, 223, 228, 232, 237, 241, 246, 250, 255, 260, 264, 269, 273, 278, 282, 287, 291, // 65 to 84 %
	296, 301, 305, 310, 314, 319, 323, 328, 332, 337, 342, 346, 351, 355, 360, 365, // 85 to 100 %
}

// Customary is the short rate table by days that is customary in the United States, which keeps no less than a part, such
// as 0.25.
func Customary(least decimal.Decimal) Terms {
	terms := Terms{Method: ShortPeriod, Unit: Days}
	for i, upTo := range customary {
		kept, err := decimal.New(int64(i+5), 2)
		if err != nil {
			continue // 0.05 to 1 are decimals
		}
		if kept.Cmp(least) < 0 {
			kept = least
		}
		terms.Table = append(terms.Table, Row{UpTo: upTo, Kept: kept})
	}
	return terms
}

// Monthly is a table by begun months, from the first on, in percent.
func Monthly(percent ...int64) Terms {
	terms := Terms{Method: ShortPeriod, Unit: Months}
	for i, p := range percent {
		kept, err := decimal.New(p, 2)
		if err != nil {
			continue // a small integer is a decimal
		}
		terms.Table = append(terms.Table, Row{UpTo: i + 1, Kept: kept})
	}
	return terms
}
