// SPDX-License-Identifier: Apache-2.0

package parties_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

var commitment = strings.Repeat("ab", 32)

func day(t *testing.T, text string) date.Date {
	t.Helper()
	var d date.Date
	require.NoError(t, d.UnmarshalText([]byte(text)))
	return d
}

func attested(t *testing.T, attester string, level parties.Level, issued, expires string) parties.Attestation {
	t.Helper()
	request := parties.AttestRequest{Party: "alice", Topic: "identity", Level: level, Expires: day(t, expires), Commitment: commitment}
	require.NoError(t, request.Validate())
	attestation, _, err := parties.Attest(request, day(t, issued), by(attester, role.KYCAttester))
	require.NoError(t, err)
	return attestation
}

func TestCheckGivesReasons(t *testing.T) {
	constitution := parties.Constitution{Charter: charter()}
	today := day(t, "2026-11-23")
	alice := parties.Party{ID: "alice", Host: "NorthbankMSP"}
	identity := parties.Requirement{Topic: "identity", Level: parties.Standard}
	revoked, _, err := attested(t, "NorthbankMSP", parties.Enhanced, "2026-01-01", "2027-01-01").Revoke()
	require.NoError(t, err)
	for _, c := range []struct {
		name        string
		party       parties.Party
		requirement parties.Requirement
		found       []parties.Attestation
		reason      string
	}{
		{"met", alice, identity, []parties.Attestation{attested(t, "NorthbankMSP", parties.Standard, "2026-01-01", "2026-11-23")}, ""},
		{"one of two is enough", alice, identity, []parties.Attestation{revoked, attested(t, "SouthbankMSP", parties.Enhanced, "2026-01-01", "2027-01-01")}, ""},
		{"nobody", alice, identity, nil, "nobody entitled attests identity"},
		{"not entitled", alice, identity, []parties.Attestation{attested(t, "RegulatorMSP", parties.Enhanced, "2026-01-01", "2027-01-01")}, "nobody entitled"},
		{"expired", alice, identity, []parties.Attestation{attested(t, "NorthbankMSP", parties.Standard, "2026-01-01", "2026-11-22")}, "expired on 2026-11-22"},
		{"too low", alice, identity, []parties.Attestation{attested(t, "NorthbankMSP", parties.Simplified, "2026-01-01", "2027-01-01")}, "is SIMPLIFIED, STANDARD is wanted"},
		{"revoked", alice, identity, []parties.Attestation{revoked}, "is revoked"},
		{"too old", alice, parties.Requirement{Topic: "identity", Level: parties.Standard, AgeMaxDays: 30}, []parties.Attestation{attested(t, "NorthbankMSP", parties.Standard, "2026-10-23", "2027-01-01")}, "older than 30 days"},
		{"another attester wanted", alice, parties.Requirement{Topic: "identity", Level: parties.Standard, Attesters: []string{"SouthbankMSP"}}, []parties.Attestation{attested(t, "NorthbankMSP", parties.Standard, "2026-01-01", "2027-01-01")}, "nobody entitled"},
		{"frozen", parties.Party{ID: "alice", Host: "NorthbankMSP", Freeze: &parties.Freeze{}}, identity, []parties.Attestation{attested(t, "NorthbankMSP", parties.Standard, "2026-01-01", "2027-01-01")}, "frozen"},
		{"host expelled", parties.Party{ID: "alice", Host: "GoneMSP"}, identity, []parties.Attestation{attested(t, "NorthbankMSP", parties.Standard, "2026-01-01", "2027-01-01")}, "no member any more"},
	} {
		t.Run(c.name, func(t *testing.T) {
			policy := parties.Policy{Name: "standard", Requirements: []parties.Requirement{c.requirement}}
			require.NoError(t, policy.Validate())
			answer := parties.Assess(c.party, policy, c.found, constitution, today)
			require.Equal(t, c.reason == "", answer.OK)
			require.Contains(t, strings.Join(answer.Reasons, "; "), c.reason)
		})
	}
}

func TestCandidatesNameEveryEntitledAttesterOnce(t *testing.T) {
	constitution := parties.Constitution{Charter: charter()}
	policy := parties.Policy{Name: "standard", Requirements: []parties.Requirement{
		{Topic: "identity", Level: parties.Standard},
		{Topic: "identity", Level: parties.Simplified, Attesters: []string{"NorthbankMSP", "RegulatorMSP"}},
		{Topic: "sanctions", Level: parties.Standard, Attesters: []string{"SouthbankMSP"}},
	}}
	require.Equal(t, []parties.AttestationKey{
		{Party: "alice", Topic: "identity", Attester: "NorthbankMSP"},
		{Party: "alice", Topic: "identity", Attester: "SouthbankMSP"},
		{Party: "alice", Topic: "sanctions", Attester: "SouthbankMSP"},
	}, policy.Candidates("alice", constitution))
}

func TestAttestationThatIsOverIsRefused(t *testing.T) {
	request := parties.AttestRequest{Party: "alice", Topic: "identity", Level: parties.Standard, Expires: day(t, "2026-11-22"), Commitment: commitment}
	_, _, err := parties.Attest(request, day(t, "2026-11-23"), by("NorthbankMSP"))
	require.ErrorIs(t, err, parties.AttestationEnded)
}

func TestEvidenceMustBeWhatWasCommittedTo(t *testing.T) {
	dossier := parties.Dossier{Salt: "000102030405060708090a0b0c0d0e0f", Content: "passport C01X00T47"}
	commitment, err := dossier.Commitment()
	require.NoError(t, err)
	attestation := parties.Attestation{AttestationKey: parties.AttestationKey{Party: "alice", Topic: "identity"}, Commitment: commitment}
	request := parties.DepositRequest{EvidenceKey: parties.EvidenceKey{Party: "alice", Topic: "identity"}, Dossier: dossier}
	require.NoError(t, request.Validate())
	evidence, err := attestation.Deposit(request)
	require.NoError(t, err)
	require.Equal(t, "passport C01X00T47", evidence.Content)

	request.Dossier.Content = "passport C01X00T48"
	_, err = attestation.Deposit(request)
	require.ErrorIs(t, err, parties.CommitmentMismatch)
	require.NotContains(t, err.Error(), "C01X00T48", "a refusal tells nothing of the evidence")

	argument, transient, err := protocol.Encode(request)
	require.NoError(t, err)
	require.NotContains(t, string(argument), "C01X")
	require.Contains(t, string(transient["dossier"]), "C01X00T48")
}

func TestDossierNeedsA128BitSalt(t *testing.T) {
	for _, salt := range []parties.Salt{"", "00", "zz0102030405060708090a0b0c0d0e0f", "000102030405060708090a0b0c0d0e0f00"} {
		_, err := parties.Dossier{Salt: salt, Content: "x"}.Commitment()
		require.Error(t, err)
	}
}

func TestPartiesAreIdentifiedByWhatFitsTheirKind(t *testing.T) {
	entity := parties.RegisterRequest{ID: "alice-gmbh", Kind: parties.LegalEntity, Scheme: parties.LEI, Identifier: "5493000IBP32UQZ0KL24", Name: "Alice GmbH"}
	person := parties.RegisterRequest{ID: "p-7f3a", Kind: parties.NaturalPerson, Scheme: parties.SaltedHash, Identifier: commitment}
	require.NoError(t, entity.Validate())
	require.NoError(t, person.Validate())
	for _, c := range []struct {
		name   string
		from   parties.RegisterRequest
		change func(*parties.RegisterRequest)
	}{
		{"wrong check digits", entity, func(r *parties.RegisterRequest) { r.Identifier = "5493000IBP32UQZ0KL25" }},
		{"an alias with a name", entity, func(r *parties.RegisterRequest) { r.Scheme, r.Identifier = parties.SaltedHash, commitment }},
		{"an alias without a hash", entity, func(r *parties.RegisterRequest) { r.Scheme, r.Name = parties.SaltedHash, "" }},
		{"no name", entity, func(r *parties.RegisterRequest) { r.Name = "" }},
		{"upper-case id", entity, func(r *parties.RegisterRequest) { r.ID = "Alice" }},
		{"composite-key delimiter", entity, func(r *parties.RegisterRequest) { r.ID = "ali\x00ce" }},
		{"a person's name", person, func(r *parties.RegisterRequest) { r.Name = "Alice Example" }},
		{"a person's LEI", person, func(r *parties.RegisterRequest) { r.Scheme, r.Identifier = parties.LEI, entity.Identifier }},
		{"upper-case hash", person, func(r *parties.RegisterRequest) { r.Identifier = strings.ToUpper(commitment) }},
		{"no kind", person, func(r *parties.RegisterRequest) { r.Kind = "" }},
	} {
		t.Run(c.name, func(t *testing.T) {
			changed := c.from
			c.change(&changed)
			require.Error(t, changed.Validate())
		})
	}
}

func TestFreezeIsOnAndOffOnce(t *testing.T) {
	order := parties.FreezeRequest{Party: "alice", Order: commitment}
	frozen, _, err := parties.Party{ID: "alice"}.Frozen(order, by("RegulatorMSP"))
	require.NoError(t, err)
	_, _, err = frozen.Frozen(order, by("RegulatorMSP"))
	require.ErrorIs(t, err, parties.AlreadyFrozen)
	free, _, err := frozen.Unfrozen(order)
	require.NoError(t, err)
	_, _, err = free.Unfrozen(order)
	require.ErrorIs(t, err, parties.NotFrozen)
}

func TestEndpointsAreDeclaredWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, endpoint := range parties.Endpoints() {
		require.False(t, seen[endpoint.Name()], "%s twice", endpoint.Name())
		seen[endpoint.Name()] = true
		require.Equal(t, "parties", endpoint.Chaincode())
		require.NotEmpty(t, endpoint.Roles(), endpoint.Name())
		require.NotEmpty(t, endpoint.Summary(), endpoint.Name())
	}
}
