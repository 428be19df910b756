// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/consort-finance/consort/chaincode/insurance/index"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// FeedID names a feed.
type FeedID string

// Validate refuses a malformed name.
func (id FeedID) Validate() error { return protocol.ValidateName("feed", string(id)) }

// Key is the feed's place in a table.
func (id FeedID) Key() []string { return []string{string(id)} }

// Bounds of a feed.
const (
	// SourcesMax bounds the sources of a feed.
	SourcesMax = 4
	// ProvidersMax bounds the providers of a source.
	ProvidersMax = 31
	daysMax      = 366
	scaleMax     = 9
	wordMax      = 64
)

// Provider is who observes, and from what.
type Provider struct {
	// Party is empty where the member itself observes.
	Party parties.PartyID `json:"party,omitzero" help:"party that observes; left out where the member itself does"`
	Host  string          `json:"host" help:"MSP identifier of the member that certifies the provider"`
	// Upstream is from whom it has the data; two providers with one upstream are one witness.
	Upstream string `json:"upstream" help:"from whom the provider has the data"`
	Dataset  string `json:"dataset" help:"name of the data set"`
	// Version is that of the data set; final and preliminary data are two versions.
	Version string `json:"version" help:"the version that counts"`
}

// Source is a place to look, such as a weather station: its providers, and how many of them have to agree how closely.
type Source struct {
	Name   string `json:"name" help:"what is observed, such as a station"`
	Quorum int    `json:"quorum" help:"least number of observations"`
	// SpreadMax is the most that observations differ, in the feed's unit and scale.
	SpreadMax int64      `json:"spreadMax" help:"the most that observations may differ"`
	Providers []Provider `json:"providers" help:"who observes; each of another member and with another upstream"`
}

// FeedTerms are a feed as it is registered. They never change: what is to be otherwise is another feed.
type FeedTerms struct {
	ID FeedID `json:"id" help:"name of the feed"`
	// Unit and Scale say what a value means: one is 10^-scale units.
	Unit  string `json:"unit" help:"unit of the values, such as MMT (UN/CEFACT recommendation 20)"`
	Scale int    `json:"scale" help:"decimal places of the unit that a value counts: 1 counts tenths"`
	// Least and Most bound what is plausible.
	Least int64 `json:"least" help:"the least plausible value"`
	Most  int64 `json:"most" help:"the greatest plausible value"`
	// Outcomes are those that an observation may have; none for plain numbers.
	Outcomes []index.Outcome `json:"outcomes,omitempty" help:"outcomes that count as an end, such as LANDED; none for plain numbers"`
	Median   MedianRule      `json:"median" help:"middle of an even number: LOWER, UPPER or MEAN"`
	// ReportDays is the reporting window after the period, StaleDays how old an observation may be when it is reported.
	ReportDays int `json:"reportDays" help:"days after the period in which observations are taken"`
	StaleDays  int `json:"staleDays" help:"days after which an observation is too old to be reported"`
	// ChallengeDays and ArbitrationDays are the windows that follow.
	ChallengeDays   int      `json:"challengeDays" help:"days after the first one in which a reading may be challenged"`
	ArbitrationDays int      `json:"arbitrationDays" help:"days in which an arbiter decides a dispute"`
	Sources         []Source `json:"sources" help:"where to look, the first one first; the others where it does not answer"`
}

// Validate refuses malformed members, and sources whose providers are not independent of each other.
func (t FeedTerms) Validate() error {
	if min(t.ReportDays, t.StaleDays, t.ArbitrationDays) < 1 || t.ChallengeDays < 0 ||
		max(t.ReportDays, t.StaleDays, t.ArbitrationDays, t.ChallengeDays) > daysMax {
		return fmt.Errorf("windows are 1 to %d days, and challengeDays may be 0", daysMax)
	}
	if t.Scale < 0 || t.Scale > scaleMax || t.Least > t.Most || t.Least < -index.ValueMax || t.Most > index.ValueMax {
		return fmt.Errorf("scale is not 0 to %d, or least and most are out of order or bounds", scaleMax)
	}
	if len(t.Sources) == 0 || len(t.Sources) > SourcesMax {
		return fmt.Errorf("%d sources are not 1 to %d", len(t.Sources), SourcesMax)
	}
	for i, source := range t.Sources {
		if err := source.validate(); err != nil {
			return fmt.Errorf("source %d: %w", i+1, err)
		}
	}
	return errors.Join(t.ID.Validate(), t.Median.Validate(), word("unit", t.Unit), t.validateOutcomes())
}

func (t FeedTerms) validateOutcomes() error {
	for i, outcome := range t.Outcomes {
		if err := outcome.Validate(); err != nil {
			return err
		}
		if outcome == "" || slices.Contains(t.Outcomes[:i], outcome) || i >= index.StepsMax {
			return errors.New("outcomes are named once each, and none is empty")
		}
	}
	return nil
}

func (s Source) validate() error {
	if len(s.Providers) == 0 || len(s.Providers) > ProvidersMax {
		return fmt.Errorf("%d providers are not 1 to %d", len(s.Providers), ProvidersMax)
	}
	if s.Quorum < 1 || s.Quorum > len(s.Providers) || s.SpreadMax < 0 || s.SpreadMax > 2*index.ValueMax {
		return errors.New("quorum is not 1 to the number of providers, or spreadMax is out of bounds")
	}
	members, upstreams := map[string]bool{}, map[string]bool{}
	for _, p := range s.Providers {
		if err := p.validate(); err != nil {
			return err
		}
		if members[p.Host] || upstreams[p.Upstream] {
			return fmt.Errorf("provider %s shares its member or its upstream with another", p.Party)
		}
		members[p.Host], upstreams[p.Upstream] = true, true
	}
	return word("name", s.Name)
}

func (p Provider) validate() error {
	if p.Party != "" {
		if err := p.Party.Validate(); err != nil {
			return err
		}
	}
	return errors.Join(word("host", p.Host), word("upstream", p.Upstream), word("dataset", p.Dataset), word("version", p.Version))
}

// word refuses an empty or an overlong text, and one that has what no name has.
func word(noun, text string) error { return protocol.ValidateText(noun, text, wordMax) }

// FeedStatus is how far a feed is.
type FeedStatus string

// The states of a feed.
const (
	// FeedProposed: one person of the regulator registered it, another has yet to.
	FeedProposed FeedStatus = "PROPOSED"
	// FeedActive: covers may rest on it.
	FeedActive FeedStatus = "ACTIVE"
	// FeedClosed: no new covers; rounds go on for those there are.
	FeedClosed FeedStatus = "CLOSED"
)

// Feed is who observes what, and by which rules.
type Feed struct {
	FeedTerms
	Status FeedStatus     `json:"status"`
	Maker  parties.Person `json:"maker,omitzero"`
}

// Same tells whether a feed has exactly these terms.
func (f Feed) Same(t FeedTerms) bool { return reflect.DeepEqual(f.FeedTerms, t) }

// Source is the source with a number; false where the feed has no more.
func (t FeedTerms) Source(number int) (Source, bool) {
	if number < 0 || number >= len(t.Sources) {
		return Source{}, false
	}
	return t.Sources[number], true
}

// provider finds the provider for which somebody acts. Faults: NOT_A_PROVIDER.
func (s Source) provider(act parties.Act) (Provider, error) {
	for _, p := range s.Providers {
		if p.is(act.Caller) {
			return p, nil
		}
	}
	return Provider{}, NotAProvider.New("the caller is no provider of source %s", s.Name)
}

// is tells whether an identity acts for the provider: for its party, or for its member itself.
func (p Provider) is(caller protocol.Principal) bool {
	return caller.MSP == p.Host && caller.Party == string(p.Party)
}

// Observes tells whether somebody acts for a provider of any source.
func (t FeedTerms) Observes(caller protocol.Principal) bool {
	for _, source := range t.Sources {
		if slices.ContainsFunc(source.Providers, func(p Provider) bool { return p.is(caller) }) {
			return true
		}
	}
	return false
}

// plausible refuses a reading out of bounds. Faults: READING_IMPLAUSIBLE.
func (t FeedTerms) plausible(r index.Reading) error {
	if r.Value < t.Least || r.Value > t.Most {
		return ReadingImplausible.New("value %d is not %d to %d", r.Value, t.Least, t.Most)
	}
	if len(t.Outcomes) == 0 && r.Outcome != "" || len(t.Outcomes) > 0 && !slices.Contains(t.Outcomes, r.Outcome) {
		return ReadingImplausible.New("outcome %q is none with which a reading of feed %s ends", r.Outcome, t.ID)
	}
	return nil
}
