// SPDX-License-Identifier: Apache-2.0

package parties

import "fmt"

// ManyMax bounds the parties that are asked about at once.
const ManyMax = 500

// CheckManyRequest asks which of many parties meet a policy today.
type CheckManyRequest struct {
	Parties []PartyID  `json:"parties" help:"the parties, 1 to 500, each once"`
	Policy  PolicyName `json:"policy" help:"name of the policy; registered is built in"`
}

// Validate refuses none, too many, malformed names and a party that is named twice.
func (r CheckManyRequest) Validate() error {
	if len(r.Parties) == 0 || len(r.Parties) > ManyMax {
		return fmt.Errorf("%d parties are not 1 to %d", len(r.Parties), ManyMax)
	}
	seen := make(map[PartyID]bool, len(r.Parties))
	for _, party := range r.Parties {
		if err := party.Validate(); err != nil {
			return err
		}
		if seen[party] {
			return fmt.Errorf("party %s is named twice", party)
		}
		seen[party] = true
	}
	return r.Policy.Validate()
}

// CheckAnswers are the answers about many parties, in the order in which they were asked about.
type CheckAnswers struct {
	Answers []CheckAnswer `json:"answers"`
}
