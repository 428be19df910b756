// SPDX-License-Identifier: Apache-2.0

package score

import "slices"

// Band gives points to payments.
type Band struct {
	// Days is the most days after the due date; below zero is before it.
	Days   int `json:"days" help:"most days after the due date; negative is early"`
	Points int `json:"points" help:"points of a payment within these days"`
}

// Policy says how payments are assessed.
type Policy struct {
	Name string `json:"name" help:"name of the policy"`
	// Bands ascend in days and descend in points. A payment later than all of them has no points.
	Bands []Band `json:"bands" help:"days and points, earliest first"`
	// WindowDays is how far back due dates count.
	WindowDays int `json:"windowDays" help:"days back within which payments fell due"`
	// PaymentsMin and CreditorsMin are the least from which a score is made.
	PaymentsMin  int `json:"paymentsMin" help:"least payments for a score"`
	CreditorsMin int `json:"creditorsMin" help:"least creditors for a score"`
	// ValidDays is how long an assessment may be shown; 0 is on its own date alone.
	ValidDays int `json:"validDays" help:"days for which an assessment is good"`
}

// Bounds of a policy.
const (
	PointsMax = 100
	bandsMax  = 64
	daysMax   = 3660
)

// Default is the published scale over two years, good for thirty days.
func Default() Policy {
	return Policy{
		Name: "payment-history-1",
		Bands: []Band{
			{-30, 100}, {-20, 90}, {-10, 85}, {0, 80}, {15, 70}, {22, 60}, {25, 57},
			{30, 50}, {33, 49}, {45, 45}, {60, 40}, {90, 30}, {120, 20},
		},
		WindowDays: 730, PaymentsMin: 3, CreditorsMin: 2, ValidDays: 30,
	}
}

// Same tells whether two policies are one, word for word.
func (p Policy) Same(q Policy) bool {
	bands := slices.Equal(p.Bands, q.Bands)
	return bands && p.Name == q.Name && p.WindowDays == q.WindowDays && p.PaymentsMin == q.PaymentsMin &&
		p.CreditorsMin == q.CreditorsMin && p.ValidDays == q.ValidDays
}

// Validate refuses a policy that contradicts itself: SCORE_POLICY.
func (p Policy) Validate() error {
	if p.Name == "" || len(p.Bands) == 0 || len(p.Bands) > bandsMax {
		return PolicyRefused.New("a policy has a name and 1 to %d bands", bandsMax)
	}
	for i, band := range p.Bands {
		if band.Points < 0 || band.Points > PointsMax || band.Days < -daysMax || band.Days > daysMax {
			return PolicyRefused.New("points are 0 to %d, and days within ten years", PointsMax)
		}
		if i > 0 && (band.Days <= p.Bands[i-1].Days || band.Points >= p.Bands[i-1].Points) {
			return PolicyRefused.New("bands ascend in days and descend in points")
		}
	}
	if p.WindowDays < 1 || p.WindowDays > daysMax || p.ValidDays < 0 || p.PaymentsMin < 1 || p.CreditorsMin < 1 {
		return PolicyRefused.New("a window and the least numbers are positive, and validity not negative")
	}
	return nil
}

// Points are those of a payment so many days after its due date.
func (p Policy) Points(daysBeyond int) int {
	for _, band := range p.Bands {
		if daysBeyond <= band.Days {
			return band.Points
		}
	}
	return 0
}
