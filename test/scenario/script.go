// SPDX-License-Identifier: Apache-2.0

package scenario

// Scenario is one story.
type Scenario struct {
	Name  string
	Steps []Step
}

// Verb is what a step does.
type Verb string

// The verbs. A [Do] may begin a line with "also": it is then carried out along with the one before.
const (
	Do     Verb = "do"
	Also   Verb = "also"
	Refuse Verb = "refuse"
	Rival  Verb = "rival"
	Ask    Verb = "ask"
	Adopt  Verb = "adopt"
	Day    Verb = "day"
	Has    Verb = "has"
	Holds  Verb = "holds"
	Seal   Verb = "seal"
)

// Step is one line of a script.
type Step struct {
	Place          string // file and line
	Verb           Verb
	Code           string // that a refusal has
	Member, Person string
	Endpoint       string
	Request        string // file
	Private        string // file of what travels outside the arguments
	Reference      string
	Answer         string // file
	Keeps          string // name under which the answer is kept
	Days           int    // from the story's first day
	Account, Money string
	Units          int64  // that an account of securities holds
	Instrument     string // of which it holds them

	files map[string]string
}
